import '../triage/triage.css';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PageWire } from '../../../domain/wire-page.ts';
import { get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { LINE_TONES, PAGE_TONES } from '../../parts/states.ts';
import { useTell } from '../../parts/tell-problem.ts';
import { Word } from '../../parts/word.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { PageActions } from '../triage/page-actions.tsx';

const STOPPED: readonly string[] = ['unrecognised', 'unreadable', 'failed'];

/** One image side: the picture, its lines where they were found, and what can be done when something is wrong. */
export default function PagePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { petitions } = usePetition();
  const [marked, setMarked] = useState<string | null>(null);
  const {
    data: page,
    error,
    isError,
    refetch,
  } = useQuery({
    queryKey: ['page', id],
    queryFn: ({ signal }) => get<PageWire>(`/api/pages/${id}`, signal),
  });
  if (page === undefined) return isError ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Waiting />;
  const name = t('triage.pageOf', { file: page.file, page: page.page });
  const mayAct = hasRole(person, 'mailroom', 'supervisor') && page.state !== 'withdrawn';
  return (
    <>
      <p className="small trail">
        <Link href={`/arrivals/${page.batchId}`}>{page.paper.batchName}</Link>
        {page.paper.box !== null && ` · ${t('arrivals.account.box')} ${page.paper.box}`}
        {page.paper.folder !== null && ` · ${t('arrivals.account.folder')} ${page.paper.folder}`}
      </p>
      <PageHead title={name} lead={page.petitionTitle ?? undefined} />
      <div className="page-view">
        <Picture page={page} marked={marked} />
        <div>
          <PageFacts page={page} />
          {mayAct && (
            <Remedies isStopped={STOPPED.includes(page.state)}>
              <PageActions page={page} name={name} petitions={petitions} nearest={page.nearest} hasKeys={false} />
            </Remedies>
          )}
          <Lines page={page} marked={marked} onMark={setMarked} />
        </div>
      </div>
    </>
  );
}

/** Where a page is fine, its remedies are out of the way. */
function Remedies({ isStopped, children }: { isStopped: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  if (isStopped) return children;
  return (
    <details className="remedies">
      <summary>{t('triage.remedies')}</summary>
      {children}
    </details>
  );
}

interface MarkProps {
  page: PageWire;
  marked: string | null;
  onMark(lineId: string | null): void;
}

function Picture({ page, marked }: Omit<MarkProps, 'onMark'>) {
  const { t } = useTranslation();
  if (page.state === 'withdrawn') return <Note title={t('triage.gone')} />;
  const { width, height } = page;
  return (
    <div className="page-picture">
      <img
        src={`${page.imageUrl}?state=${page.state}`}
        alt={t('triage.picture', { file: page.file, page: page.page })}
        {...(width !== null && height !== null && { width, height })}
        style={{ height: 'auto' }}
      />
      {width !== null &&
        height !== null &&
        page.items.map(({ id, box: [x = 0, y = 0, w = 0, h = 0] }) => (
          <span
            key={id}
            className="line-mark"
            data-marked={marked === id || undefined}
            style={{
              left: `${(x / width) * 100}%`,
              top: `${(y / height) * 100}%`,
              width: `${(w / width) * 100}%`,
              height: `${(h / height) * 100}%`,
            }}
          />
        ))}
    </div>
  );
}

function PageFacts({ page }: { page: PageWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tell = useTell();
  const told = page.reason === null ? null : tell(page.reason);
  return (
    <div className="page-facts">
      <Word tone={PAGE_TONES[page.state]}>{t(`pageState.${page.state}`)}</Word>
      {told !== null && (
        <p>
          {told.what}. {told.todo}
        </p>
      )}
      <Twin page={page} />
      {page.dpi !== null && (
        <p className="soft small">{t('triage.resolution', { dpi: format.number(Math.round(page.dpi)) })}</p>
      )}
      {page.orientation !== null && page.orientation !== 0 && (
        <p className="soft small">{t('triage.turned', { degrees: page.orientation })}</p>
      )}
      {page.warnings.map((warning) => (
        <p key={warning.code} className="small">
          <Word tone="look">{tell(warning).what}</Word> {tell(warning).todo}
        </p>
      ))}
    </div>
  );
}

/** The other page, where the two show one paper or one takes the other's place. */
function Twin({ page }: { page: PageWire }) {
  const { t } = useTranslation();
  return (
    <>
      {page.twin !== null && (
        <p className="small">
          {t(`triage.twin.verdict.${page.twin.verdict}`)}{' '}
          <Link href={`/pages/${page.twin.pageId}`}>{t('triage.twin.of')}</Link>
        </p>
      )}
      {page.replacedBy !== null && (
        <p className="small">
          <Link href={`/pages/${page.replacedBy}`}>{t('triage.twin.replacedBy')}</Link>
        </p>
      )}
    </>
  );
}

function Lines({ page, marked, onMark }: MarkProps) {
  const { t } = useTranslation();
  const maySee = hasRole(usePerson(), 'reviewer', 'supervisor', 'dpo');
  if (page.items.length === 0) return <p className="soft section">{t('triage.noLines')}</p>;
  return (
    <section className="section" aria-labelledby="lines-title">
      <h2 id="lines-title">{t('triage.lines')}</h2>
      <ol className="page-lines">
        {page.items.map((line) => (
          <li
            key={line.id}
            data-marked={marked === line.id || undefined}
            onMouseEnter={() => onMark(line.id)}
            onMouseLeave={() => onMark(null)}
          >
            <span>{t('triage.line', { line: line.index })}</span>
            <Word tone={LINE_TONES[line.state]}>{t(`state.${line.state}`)}</Word>
            {line.reason !== null && <span className="soft">{t(`reason.${line.reason}`)}</span>}
            {line.signerId !== null && maySee && (
              <Link
                href={`/signers/${line.signerId}`}
                aria-label={`${t('signers.one')}: ${t('triage.line', { line: line.index })}`}
              >
                {t('signers.one')}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
