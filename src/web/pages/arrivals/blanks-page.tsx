import './arrivals.css';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGlance, usePageAction } from '../../http/page-actions.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { KeyButton } from '../triage/key-button.tsx';
import { useBoardKeys } from '../triage/use-board-keys.ts';
import { type BatchPageRow, blanksToGlanceAt, useBatch } from './batches.ts';

/** px asked of the server for a thumbnail: twice the tile, for dense screens. */
const THUMBNAIL = 400;

/** Blank sides of one batch, for a glance: a single key for one that is not blank, one button for all the others. */
export default function BlanksPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: batch, error, isError, refetch } = useBatch(id);
  const glance = useGlance();
  const blanks = batch === undefined ? [] : blanksToGlanceAt(batch);
  const { list, onKeyDown, onFocus } = useBoardKeys(blanks.map((page) => page.id));
  if (batch === undefined) return isError ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Waiting />;
  return (
    <>
      <p className="small trail">
        <Link href={`/arrivals/${id}`}>{batch.name}</Link>
      </p>
      <PageHead title={t('arrivals.blanks.title')} lead={t('arrivals.blanks.lead')}>
        {blanks.length > 0 && (
          <button
            type="button"
            className="button"
            data-kind="primary"
            disabled={glance.isPending}
            onClick={() => glance.mutate(blanks.map((page) => page.id))}
          >
            {t('arrivals.blanks.all', { count: blanks.length })}
          </button>
        )}
      </PageHead>
      {glance.isError && <ProblemNote error={glance.error} />}
      {blanks.length === 0 && (
        <BlankState icon="done" title={t('arrivals.blanks.none')}>
          <p>{t('arrivals.blanks.noneTodo')}</p>
        </BlankState>
      )}
      <ul className="page-tiles" ref={list} onKeyDown={onKeyDown} onFocus={onFocus}>
        {blanks.map((page) => (
          <Blank key={page.id} page={page} />
        ))}
      </ul>
    </>
  );
}

function Blank({ page }: { page: BatchPageRow }) {
  const { t } = useTranslation();
  const action = usePageAction(page.id);
  const name = t('triage.pageOf', { file: page.file, page: page.page });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the thumbnails are walked with the arrow keys
    <li className="page-tile" data-card={page.id} tabIndex={0} aria-label={name}>
      <span className="thumbnail">
        <img src={`/api/pages/${page.id}/image?width=${THUMBNAIL}`} alt="" loading="lazy" decoding="async" />
      </span>
      <span className="tile-name">{name}</span>
      {action.isError && <ProblemNote error={action.error} />}
      <KeyButton
        label={t('arrivals.blanks.not')}
        about={name}
        hotkey="n"
        disabled={action.isPending}
        onClick={() => action.mutate({ name: 'not-blank' })}
      />
    </li>
  );
}
