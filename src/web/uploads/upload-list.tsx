import './uploads.css';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { useTell } from '../parts/tell-problem.ts';
import { Word, type WordTone } from '../parts/word.tsx';
import {
  clearSettled,
  goOn,
  holdUploads,
  isRetryable,
  isSettled,
  retryUpload,
  type Upload,
  uploadsStore,
} from './uploads.ts';

/** Rows shown before the list is folded: a stack of hundreds must not bury the page. */
const SHORT = 8;
const TONES: Record<Upload['state'], WordTone> = {
  waiting: 'quiet',
  hashing: 'busy',
  held: 'look',
  sending: 'busy',
  checking: 'busy',
  paused: 'look',
  accepted: 'good',
  duplicate: 'quiet',
  refused: 'wrong',
};
/** Problems first, then what is under way, then what is done. */
const ORDER: Upload['state'][] = [
  ...(['refused', 'paused', 'held', 'sending', 'checking', 'hashing', 'duplicate', 'waiting', 'accepted'] as const),
];

export function UploadList({ batchId }: { batchId?: string }) {
  const { t } = useTranslation();
  const all = useSyncExternalStore(uploadsStore.subscribe, uploadsStore.read);
  const [isLong, setLong] = useState(false);
  const uploads = batchId === undefined ? all : all.filter((upload) => upload.batchId === batchId);
  if (uploads.length === 0) return null;
  const sorted = uploads.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.key - b.key);
  const shown = isLong ? sorted : sorted.slice(0, SHORT);
  const done = uploads.filter(isSettled).length;
  return (
    <section className="uploads" aria-label={t('arrivals.upload.title')}>
      <UploadSummary uploads={uploads} done={done} />
      <Controls uploads={uploads} />
      <ul className="upload-rows">
        {shown.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </ul>
      <p className="buttons">
        {!isLong && uploads.length > SHORT && (
          <button type="button" className="button" data-kind="quiet" onClick={() => setLong(true)}>
            {t('arrivals.upload.showAll', { count: uploads.length })}
          </button>
        )}
        {done === uploads.length && (
          <button type="button" className="button" data-kind="quiet" onClick={clearSettled}>
            {t('arrivals.upload.clear')}
          </button>
        )}
      </p>
    </section>
  );
}

/** One key stops and goes on; it says what stands in the way. */
function Controls({ uploads }: { uploads: readonly Upload[] }) {
  const { t } = useTranslation();
  const has = (...states: Upload['state'][]) => uploads.some(({ state }) => states.includes(state));
  if (uploads.every(isSettled)) return null;
  const isStopped = has('held') || has('paused');
  return (
    <p className="buttons">
      {isStopped && (
        <span className="soft">{t(has('held') ? 'arrivals.upload.heldTodo' : 'arrivals.upload.pausedTodo')}</span>
      )}
      {isStopped && (
        <button type="button" className="button" data-kind="primary" onClick={goOn}>
          {t('arrivals.upload.resume')}
        </button>
      )}
      {!has('held') && (
        <button type="button" className="button" onClick={holdUploads}>
          {t('arrivals.upload.hold')}
        </button>
      )}
    </p>
  );
}

function UploadSummary({ uploads, done }: { uploads: readonly Upload[]; done: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = (state: Upload['state']) => format.number(uploads.filter((upload) => upload.state === state).length);
  const bytes = uploads.reduce((sum, upload) => sum + upload.bytes, 0);
  const sent = uploads.reduce((sum, upload) => sum + (isSettled(upload) ? upload.bytes : upload.sent), 0);
  return (
    <header>
      <h2 role="status">
        {t('arrivals.upload.overall', { done: format.number(done), total: format.number(uploads.length) })}
      </h2>
      <progress value={sent} max={Math.max(1, bytes)} aria-label={t('arrivals.upload.title')} />
      <p className="small soft">
        {t('arrivals.upload.summary', {
          accepted: counted('accepted'),
          duplicate: counted('duplicate'),
          refused: counted('refused'),
        })}
      </p>
    </header>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tell = useTell();
  const { outcome, state } = upload;
  const told = outcome?.code === undefined ? null : tell({ ...outcome, code: outcome.code });
  const word =
    state === 'sending'
      ? t('arrivals.upload.sending', { percent: format.percent(upload.bytes === 0 ? 1 : upload.sent / upload.bytes) })
      : t(`arrivals.upload.${state}`);
  return (
    <li>
      <span className="upload-file">{upload.file}</span>
      <span className="small soft">{format.bytes(upload.bytes)}</span>
      <Word tone={TONES[state]}>{word}</Word>
      {upload.resumedAt !== null && (
        <span className="small soft">
          {t('arrivals.upload.resumedAt', { percent: format.percent(upload.resumedAt / upload.bytes) })}
        </span>
      )}
      {isRetryable(upload) && (
        <button
          type="button"
          className="button"
          aria-label={`${t('common.retry')}: ${upload.file}`}
          onClick={() => retryUpload(upload.key)}
        >
          {t('common.retry')}
        </button>
      )}
      {state === 'sending' && <progress value={upload.sent} max={Math.max(1, upload.bytes)} aria-label={upload.file} />}
      {state === 'duplicate' && (
        <p className="small soft">
          {t('arrivals.upload.duplicateOf', { batch: outcome?.batchName ?? '' })}{' '}
          {outcome?.batchId !== undefined && <Link href={`/arrivals/${outcome.batchId}`}>{t('arrivals.batch')}</Link>}
        </p>
      )}
      {state === 'refused' && told !== null && (
        <p className="small">
          {told.what}.{told.todo !== '' && <> {told.todo}</>}
        </p>
      )}
    </li>
  );
}
