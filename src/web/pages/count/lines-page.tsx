/** The lines behind a part of the ledger or a reason, each with its strip and its place. */
import './count.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { z } from 'zod';
import type { LineState } from '../../../domain/ledger.ts';
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { placedLineSchema } from '../../../domain/wire-page.ts';
import { get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { LINE_TONES } from '../../parts/states.ts';
import { Word } from '../../parts/word.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { LineRights } from '../signers/line-rights.tsx';

type PlacedLine = z.infer<typeof placedLineSchema>;
interface LinePage {
  items: PlacedLine[];
  next?: string | null;
}
/** Lines asked for at once: a few screens. */
const AT_ONCE = 40;

export default function LinesPage({ state, reason }: { state: LineState; reason?: RejectionReason }) {
  const { t } = useTranslation();
  const { petition } = usePetition();
  const lines = useInfiniteQuery({
    queryKey: ['ledger', petition?.id, 'lines', state, reason],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ state, limit: String(AT_ONCE) });
      if (reason) query.set('reason', reason);
      if (pageParam) query.set('after', pageParam);
      return get<LinePage>(`/api/petitions/${petition?.id}/lines?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: petition !== null,
  });
  const items = lines.data?.pages.flatMap((page) => page.items) ?? [];
  const title = reason
    ? t('count.linesOf', { reason: t(`reason.${reason}`) })
    : t('count.linesTitle', { state: t(`state.${state}`) });
  return (
    <>
      <p className="small trail">
        <Link href="/count">{t('count.title')}</Link>
      </p>
      <PageHead title={title} />
      {lines.isPending && <Waiting />}
      {lines.isError && <ProblemNote error={lines.error} onRetry={() => void lines.refetch()} />}
      {lines.data !== undefined && items.length === 0 && <BlankState icon="quiet" title={t('count.noLinesHere')} />}
      <ul className="line-list">
        {items.map((line) => (
          <LineEntry key={line.id} line={line} onChanged={() => void lines.refetch()} />
        ))}
      </ul>
      {lines.hasNextPage && (
        <p className="buttons">
          <button type="button" className="button" onClick={() => void lines.fetchNextPage()}>
            {t('count.more')}
          </button>
        </p>
      )}
    </>
  );
}

function LineEntry({ line, onChanged }: { line: PlacedLine; onChanged(): void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const name = t('count.sheetLine', { sheet: line.sheet, line: line.index });
  const maySeeStrip = hasRole(person, 'reviewer', 'supervisor', 'dpo') && !line.erased;
  return (
    <li>
      <p className="line-words">
        <Link href={`/pages/${line.pageId}`}>{name}</Link>
        <Word tone={LINE_TONES[line.state]}>{t(`state.${line.state}`)}</Word>
        {line.reason !== null && <span className="soft">{t(`reason.${line.reason}`)}</span>}
        {line.restricted && <span className="practice">{t('count.restricted')}</span>}
        {line.erased && <span className="soft">{t('count.erased')}</span>}
      </p>
      {maySeeStrip && <img className="strip" src={line.stripUrl} alt={name} loading="lazy" decoding="async" />}
      <LineRights
        lineId={line.id}
        name={name}
        isRestricted={line.restricted}
        isErased={line.erased}
        onChanged={onChanged}
      />
    </li>
  );
}
