/** One's own lines that ended otherwise, each beside its picture: to learn, not to judge. */
import './review.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { CorrectedLineWire } from '../../../domain/wire-work.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { ReviewNav } from './review-nav.tsx';

export default function CorrectedPage() {
  const { t } = useTranslation();
  const { petition } = usePetition();
  const { data, error, isError, refetch } = useQuery({
    queryKey: ['own-corrections', petition?.id],
    queryFn: async ({ signal }) =>
      (await get<{ items: CorrectedLineWire[] }>(`/api/petitions/${petition?.id}/own-corrections`, signal)).items,
    enabled: petition !== null,
    // Every look is entered in the audit trail: no looks without a reader.
    refetchOnWindowFocus: false,
  });
  return (
    <>
      <ReviewNav />
      <PageHead title={t('review.corrected')} lead={t('review.correctedLead')} />
      {isError && data === undefined && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!isError && data === undefined && petition !== null && <Waiting />}
      {data?.length === 0 && <BlankState icon="done" title={t('review.noneCorrected')} />}
      {data?.map((line) => (
        <Corrected key={line.lineId} line={line} />
      ))}
    </>
  );
}

function Corrected({ line }: { line: CorrectedLineWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = t('review.lineOf', { sheet: line.sheet, line: line.index });
  const outcomeOf = ({ outcome, reason }: { outcome: string; reason: RejectionReason | null }) =>
    outcome === 'accepted' ? t('state.counted') : reason === null ? t('state.rejected') : t(`reason.${reason}`);
  return (
    <section className="corrected" aria-label={title}>
      <h2>{title}</h2>
      <p className="small soft">
        {t(`review.correctedBy.${line.kind}`)}, {format.time(line.at)}
      </p>
      <img
        className="signer-strip"
        src={line.stripUrl}
        loading="lazy"
        alt={t('review.stripOf', { file: line.sheet, line: line.index })}
      />
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('review.column.field')}</th>
              <th scope="col">{t('review.column.machine')}</th>
              <th scope="col">{t('review.column.own')}</th>
              <th scope="col">{t('review.column.final')}</th>
            </tr>
          </thead>
          <tbody>
            {line.fields.map((field) => (
              <tr key={field.name} data-differs={(field.final !== null && field.final !== field.own) || undefined}>
                <th scope="row">{field.label}</th>
                <td className="value">{field.machine || '–'}</td>
                <td className="value">{field.own || '–'}</td>
                <td className="value">{field.final || '–'}</td>
              </tr>
            ))}
            <tr data-differs={outcomeOf(line.own) !== outcomeOf(line.final) || undefined}>
              <th scope="row">{t('review.column.outcome')}</th>
              <td>–</td>
              <td>{outcomeOf(line.own)}</td>
              <td>{outcomeOf(line.final)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}
