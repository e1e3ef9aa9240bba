import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useTell } from '../../parts/tell-problem.ts';
import { PAGE_TONES } from '../../parts/states.ts';
import { Word } from '../../parts/word.tsx';
import type { BatchPageRow } from './batches.ts';

/** px asked of the server for a thumbnail: twice the tile, for dense screens. */
const THUMBNAIL = 320;
/** Pages whose picture is not made yet, or gone. */
const PICTURELESS = ['queued', 'withdrawn'];

const needsHand = (page: BatchPageRow) => ['unrecognised', 'unreadable', 'failed'].includes(page.state);

export function PageTiles({ pages }: { pages: BatchPageRow[] }) {
  const { t } = useTranslation();
  if (pages.length === 0) return null;
  // Problems rise to the top; otherwise as they came.
  const sorted = pages.toSorted((a, b) => Number(needsHand(b)) - Number(needsHand(a)));
  return (
    <section className="section" aria-labelledby="pages-title">
      <h2 id="pages-title">{t('arrivals.pages')}</h2>
      <ul className="page-tiles">
        {sorted.map((page) => (
          <PageTile key={page.id} page={page} />
        ))}
      </ul>
    </section>
  );
}

function PageTile({ page }: { page: BatchPageRow }) {
  const { t } = useTranslation();
  const tell = useTell();
  const name = `${page.file} · ${t('arrivals.page', { page: page.page })}`;
  return (
    <li className="page-tile" data-hand={needsHand(page) || undefined}>
      <Link href={`/pages/${page.id}`}>
        <span className="thumbnail">
          {!PICTURELESS.includes(page.state) && (
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
      {page.reason !== null && <span className="small soft">{tell(page.reason).what}</span>}
      {page.lines > 0 && <span className="small soft">{t('arrivals.lineCount', { count: page.lines })}</span>}
    </li>
  );
}
