import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useTell } from '../../parts/tell-problem.ts';
import { PAGE_TONES } from '../../parts/states.ts';
import { Word } from '../../parts/word.tsx';
import { usePetition } from '../../shell/petition.tsx';
import type { BatchPageRow } from './batches.ts';

/** px asked of the server for a thumbnail: twice the tile, for dense screens. */
const THUMBNAIL = 320;
/** A page that waits has a picture only where there is something to see on it. */
const hasPicture = ({ state, warnings }: BatchPageRow) =>
  state !== 'withdrawn' && (state !== 'queued' || warnings.length > 0);

const needsHand = (page: BatchPageRow) =>
  ['unrecognised', 'unreadable', 'failed'].includes(page.state) || page.twin?.verdict === 'held';
/** Stopped pages first, then those better scanned again while the paper is at hand, then the others as they came. */
const urgency = (page: BatchPageRow) => (needsHand(page) ? 2 : page.warnings.length > 0 ? 1 : 0);

export function PageTiles({ pages, petitionId }: { pages: BatchPageRow[]; petitionId: string }) {
  const { t } = useTranslation();
  const titles = new Map(usePetition().petitions.map(({ id, title }) => [id, title]));
  if (pages.length === 0) return null;
  const sorted = pages.toSorted((a, b) => urgency(b) - urgency(a));
  return (
    <section className="section" aria-labelledby="pages-title">
      <h2 id="pages-title">{t('arrivals.pages')}</h2>
      <ul className="page-tiles">
        {sorted.map((page) => (
          <PageTile
            key={page.id}
            page={page}
            // Mixed envelopes sort themselves: a page goes to the petition whose form it carries.
            wentTo={page.petitionId === petitionId ? undefined : titles.get(page.petitionId ?? '')}
          />
        ))}
      </ul>
    </section>
  );
}

function PageTile({ page, wentTo }: { page: BatchPageRow; wentTo: string | undefined }) {
  const { t } = useTranslation();
  const tell = useTell();
  const name = `${page.file} · ${t('arrivals.page', { page: page.page })}`;
  return (
    <li className="page-tile" data-hand={needsHand(page) || undefined}>
      <Link href={`/pages/${page.id}`}>
        <span className="thumbnail">
          {hasPicture(page) && (
            <img
              src={`/api/pages/${page.id}/image?width=${THUMBNAIL}`}
              alt=""
              loading="lazy"
              decoding="async"
              onError={(event) => event.currentTarget.remove()}
            />
          )}
        </span>
        <span className="tile-name">{name}</span>
      </Link>
      <Word tone={PAGE_TONES[page.state]}>{t(`pageState.${page.state}`)}</Word>
      {wentTo !== undefined && <span className="small">{t('arrivals.wentTo', { petition: wentTo })}</span>}
      {page.reason !== null && <span className="small soft">{tell(page.reason).what}</span>}
      {page.warnings.map((warning) => {
        const { what, todo } = tell(warning);
        return (
          <span key={warning.code} className="small">
            <Word tone="look">{what}</Word> {todo}
          </span>
        );
      })}
      {page.lines > 0 && <span className="small soft">{t('arrivals.lineCount', { count: page.lines })}</span>}
    </li>
  );
}
