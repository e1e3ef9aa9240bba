/** The published error rate: drawn once, keyed again blind, with its interval; and the way to each of its steps. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { AccuracyWire } from '../../../domain/wire-accuracy.ts';
import { get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { Icon } from '../../parts/icon.tsx';
import { ProblemNote, Waiting } from '../../parts/notes.tsx';
import { AccuracyTable } from './accuracy-table.tsx';
import { DrawForm } from './draw-form.tsx';

export const accuracyKey = (petitionId: string) => ['accuracy', petitionId];

export function AccuracySection({ petition, counted }: { petition: PetitionWire; counted: number }) {
  const { t } = useTranslation();
  const person = usePerson();
  const accuracy = useQuery({
    queryKey: accuracyKey(petition.id),
    queryFn: ({ signal }) => get<AccuracyWire>(`/api/petitions/${petition.id}/accuracy`, signal),
  });
  const isSupervisor = hasRole(person, 'supervisor');
  return (
    <section className="section" aria-labelledby="accuracy-title">
      <h2 id="accuracy-title">{t('accuracy.title')}</h2>
      <p className="soft">{t('accuracy.lead')}</p>
      {accuracy.isPending && <Waiting lines={2} />}
      {accuracy.isError && <ProblemNote error={accuracy.error} onRetry={() => void accuracy.refetch()} />}
      {accuracy.data?.sample === null &&
        (isSupervisor && counted > 0 ? (
          <DrawForm petitionId={petition.id} counted={counted} />
        ) : (
          <p>{counted === 0 ? t('accuracy.nothingCounted') : t('accuracy.notDrawn')}</p>
        ))}
      {accuracy.data?.sample != null && <Figures petition={petition} accuracy={accuracy.data} />}
    </section>
  );
}

function Figures({ petition, accuracy }: { petition: PetitionWire; accuracy: AccuracyWire }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const person = usePerson();
  const { sample, lines, rates, yours, wrong } = accuracy;
  if (sample === null) return null;
  const path = `/api/petitions/${petition.id}/accuracy.csv`;
  return (
    <>
      <p>
        {t('accuracy.drawn', {
          count: sample.size,
          size: format.number(sample.size),
          population: format.number(sample.population),
          by: sample.drawnBy,
          day: format.date(sample.drawnAt),
        })}{' '}
        <span className="soft">
          {t('accuracy.seed')} <code className="value">{sample.seed}</code>
        </span>
      </p>
      <p>
        {t('accuracy.progress', {
          settled: format.number(lines.settled),
          open: format.number(lines.open),
          differing: format.number(lines.differing),
        })}{' '}
        {lines.lost > 0 && t('accuracy.lost', { count: lines.lost, number: format.number(lines.lost) })}
      </p>
      {yours > 0 && (
        <p className="buttons">
          <Link href="/accuracy" className="button" data-kind="primary">
            {t('accuracy.key', { count: yours, number: format.number(yours) })}
          </Link>
        </p>
      )}
      {lines.settled > 0 && <AccuracyTable rates={rates} isInterim={lines.open + lines.differing > 0} />}
      {wrong.length > 0 && (
        <>
          <h3>{t('accuracy.toCorrect')}</h3>
          <ul className="to-correct">
            {wrong.map(({ signerId, fields, shouldCount }) => (
              <li key={signerId}>
                <Link href={`/signers/${signerId}`}>
                  {shouldCount
                    ? fields.map((name) => labelOf(accuracy, name)).join(', ')
                    : t('accuracy.shouldNotCount')}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {lines.settled > 0 && hasRole(person, 'supervisor', 'auditor', 'dpo') && (
        <p className="buttons download-buttons">
          <a
            className="button"
            data-kind="primary"
            href={`${path.replace(/csv$/, 'pdf')}?language=${i18n.language}`}
            target="_blank"
            rel="noreferrer"
          >
            <Icon name="download" size={18} />
            {t('accuracy.certificate')} · PDF
          </a>
          <a className="button" href={`${path}?separator=%3B&bom=1`} download>
            <Icon name="download" size={18} />
            {t('accuracy.certificate')} · {t('count.csvFrench')}
          </a>
          <a className="button" href={path} download>
            <Icon name="download" size={18} />
            {t('accuracy.certificate')} · {t('count.csv')}
          </a>
        </p>
      )}
    </>
  );
}

const labelOf = ({ rates }: AccuracyWire, name: string) =>
  rates.fields.find(({ field }) => field === name)?.label ?? name;
