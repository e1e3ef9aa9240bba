/**
 * The uploads under way, outside any page: they go on while the clerk looks elsewhere. A file is hashed first, and not
 * sent when the server has it already. Each goes by tus, so that a cut connection, a restarted server or a reloaded
 * page costs only the bytes under way.
 */
import { problemOf } from '../http/problem.ts';
import { get } from '../http/request.ts';
import { findKnown } from './known-file.ts';
import type { Outcome } from './outcome.ts';
import { openTransfer, type Transfer } from './transfer.ts';
import { forgetUnfinished, noteSent, rememberUnfinished } from './unfinished.ts';

export interface Upload {
  key: number;
  batchId: string;
  file: string;
  bytes: number;
  sent: number;
  /** `paused`: the server does not answer. `held`: the clerk said so. */
  state: 'waiting' | 'hashing' | 'sending' | 'paused' | 'held' | 'checking' | Outcome['outcome'];
  /** Bytes that had arrived before this page was opened; null when it was sent from the beginning. */
  resumedAt: number | null;
  outcome: Outcome | null;
}

/** Files at a time: more only share the same line. */
const AT_ONCE = 3;
/** Refusals that are not about the file: the same may go through later. */
const PASSING = [
  ...['network', 'unknown', 'internal_error', 'disk_full', 'database_unreachable'],
  ...['signed_out', 'csrf_token_wrong', 'too_many_requests', 'batch_closed'],
];

let uploads: readonly Upload[] = [];
let isHeld = false;
const sources = new Map<number, File>();
/** Null while a file is hashed. */
const active = new Map<number, Transfer | null>();
const listeners = new Set<() => void>();
const settledListeners = new Set<(upload: Upload) => void>();
let nextKey = 1;

function announce(): void {
  for (const listener of listeners) listener();
}

function update(key: number, changes: Partial<Upload>): void {
  uploads = uploads.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload));
  announce();
}

export const uploadsStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Upload[] => uploads,
};

/** Told of every file that has its outcome. */
export function whenSettled(listener: (upload: Upload) => void): () => void {
  settledListeners.add(listener);
  return () => settledListeners.delete(listener);
}

export const isSettled = (upload: Upload): boolean => upload.outcome !== null;

export const isRetryable = (upload: Upload): boolean =>
  upload.state === 'refused' && PASSING.includes(upload.outcome?.code ?? '') && sources.has(upload.key);

const placeOf = (upload: Upload, { name, size, lastModified }: File) => ({
  batchId: upload.batchId,
  file: name,
  bytes: size,
  lastModified,
});

export function addUploads(batchId: string, files: File[]): void {
  const added = files.map((file): Upload => {
    const key = nextKey++;
    sources.set(key, file);
    const rest = { sent: 0, state: 'waiting', resumedAt: null, outcome: null } as const;
    return { key, batchId, file: file.name, bytes: file.size, ...rest };
  });
  uploads = [...uploads, ...added];
  rememberUnfinished(added.map((upload) => placeOf(upload, sources.get(upload.key)!)));
  announce();
  startNext();
}

export function clearSettled(): void {
  for (const upload of uploads.filter(isSettled)) sources.delete(upload.key);
  uploads = uploads.filter((upload) => !isSettled(upload));
  announce();
}

/** Stops sending until `goOn`; what arrived stays. */
export function holdUploads(): void {
  isHeld = true;
  for (const [key, transfer] of active) {
    if (transfer === null) continue;
    transfer.stop();
    update(key, { state: 'held' });
  }
  for (const upload of uploads) if (upload.state === 'waiting') update(upload.key, { state: 'held' });
}

/** Those held go on; those waiting out a delay try at once: the network is back, or somebody is impatient. */
export function goOn(): void {
  isHeld = false;
  for (const { key, state } of uploads) {
    if (state !== 'held' && state !== 'paused') continue;
    const transfer = active.get(key);
    if (transfer) {
      update(key, { state: 'sending' });
      transfer.restart();
    } else if (state === 'held') update(key, { state: 'waiting' });
  }
  startNext();
}

export function retryUpload(key: number): void {
  update(key, { state: 'waiting', outcome: null, sent: 0, resumedAt: null });
  startNext();
}

function startNext(): void {
  for (const upload of uploads) {
    if (isHeld || active.size >= AT_ONCE) return;
    if (upload.state === 'waiting') void start(upload);
  }
}

function settle(key: number, outcome: Outcome): void {
  active.delete(key);
  update(key, { state: outcome.outcome, outcome });
  const upload = uploads.find((one) => one.key === key);
  const file = sources.get(key);
  // A refusal that may pass is kept in mind beyond this page.
  if (upload && file && !isRetryable(upload)) {
    forgetUnfinished(placeOf(upload, file));
    sources.delete(key);
  }
  if (upload) for (const listener of settledListeners) listener(upload);
  startNext();
}

/** The same file for another batch is another upload, and so is its twin from another folder. */
function twinsBefore({ key, batchId }: Upload, { name, size }: File): number {
  const isTwin = (one: Upload) => one.batchId === batchId && one.file === name && one.bytes === size;
  return uploads.filter((one) => one.key < key && isTwin(one)).length;
}

async function start(upload: Upload): Promise<void> {
  const { key } = upload;
  const file = sources.get(key);
  if (!file) return;
  active.set(key, null);
  update(key, { state: 'hashing' });
  const known = await findKnown(file);
  if (known !== null) return settle(key, known);
  if (isHeld) {
    active.delete(key);
    return update(key, { state: 'held' });
  }
  send(upload, file);
}

function send(upload: Upload, file: File): void {
  const { key, batchId } = upload;
  const place = placeOf(upload, file);
  const transfer = openTransfer(file, {
    batchId,
    twins: twinsBefore(upload, file),
    onResumed: (resumedAt) => update(key, { resumedAt }),
    onProgress: (sent, total) => {
      if (!isHeld) update(key, { sent, state: sent >= total ? 'checking' : 'sending' });
    },
    onPiece: (sent) => noteSent(place, sent),
    onInterrupted: () => {
      if (!isHeld) update(key, { state: 'paused' });
    },
    onOutcome: (outcome) => settle(key, outcome),
    onArrived: (path) => void askOutcome(key, file.name, path),
  });
  active.set(key, transfer);
  update(key, { state: 'sending' });
}

/** The answer to the last piece carries the outcome; when that answer was lost, it is asked for. */
async function askOutcome(key: number, file: string, path: string): Promise<void> {
  try {
    settle(key, { ...(await get<Outcome>(`${path}/outcome`)), file });
  } catch (error) {
    const { code, params, detail } = problemOf(error);
    settle(key, { file, outcome: 'refused', code, ...(params && { params }), ...(detail && { message: detail }) });
  }
}

addEventListener('online', () => {
  if (!isHeld) goOn();
});
// What has arrived stays and the rest resumes, but only when the files are dropped again: better not to leave by mistake.
addEventListener('beforeunload', (event) => {
  if (uploads.some((upload) => !isSettled(upload))) event.preventDefault();
});
