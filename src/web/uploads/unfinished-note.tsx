import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { Note } from '../parts/notes.tsx';
import { forgetUnfinished, type Unfinished, unfinishedStore } from './unfinished.ts';
import { uploadsStore } from './uploads.ts';

/** Names shown; of the rest the number. */
const SHOWN = 5;

/** Files that an earlier page did not finish: which, how far they came, and what to do. */
export function UnfinishedNote({ batchId }: { batchId?: string }) {
  const { t } = useTranslation();
  const entries = useSyncExternalStore(unfinishedStore.subscribe, unfinishedStore.read);
  const uploads = useSyncExternalStore(uploadsStore.subscribe, uploadsStore.read);
  const isHere = ({ file, bytes, batchId: of }: Unfinished) =>
    uploads.some((upload) => upload.file === file && upload.bytes === bytes && upload.batchId === of);
  const left = entries.filter((entry) => (batchId === undefined || entry.batchId === batchId) && !isHere(entry));
  if (left.length === 0) return null;
  const [first] = left;
  return (
    <Note tone="look" title={t('arrivals.unfinished.title', { count: left.length })}>
      <ul className="unfinished">
        {left.slice(0, SHOWN).map((entry) => (
          <UnfinishedRow key={`${entry.file}-${entry.bytes}-${entry.lastModified}`} entry={entry} />
        ))}
        {left.length > SHOWN && <li>{t('arrivals.unfinished.more', { count: left.length - SHOWN })}</li>}
      </ul>
      <p>{t(batchId === undefined ? 'arrivals.unfinished.todoElsewhere' : 'arrivals.unfinished.todo')}</p>
      <p className="buttons">
        {batchId === undefined && first !== undefined && (
          <Link href={`/arrivals/${first.batchId}`} className="button">
            {t('arrivals.unfinished.toBatch')}
          </Link>
        )}
        <button
          type="button"
          className="button"
          data-kind="quiet"
          onClick={() => {
            for (const entry of left) forgetUnfinished(entry);
          }}
        >
          {t('arrivals.unfinished.forget')}
        </button>
      </p>
    </Note>
  );
}

function UnfinishedRow({ entry }: { entry: Unfinished }) {
  const format = useFormat();
  const share = entry.bytes === 0 ? 0 : entry.sent / entry.bytes;
  return (
    <li>
      <span className="upload-file">{entry.file}</span> <span className="small soft">{format.percent(share)}</span>
    </li>
  );
}
