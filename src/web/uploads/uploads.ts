/**
 * The uploads under way, outside any page: they go on while the clerk looks elsewhere. Each file goes by tus, so that a
 * cut connection or a restarted server costs only the bytes under way.
 */
import { type HttpResponse, Upload as TusUpload } from 'tus-js-client';
import { problemOf } from '../http/problem.ts';
import { csrfHeader, get } from '../http/request.ts';
import { type Outcome, readOutcome, readRefusal } from './outcome.ts';

export interface Upload {
  key: number;
  batchId: string;
  file: string;
  bytes: number;
  sent: number;
  state: 'waiting' | 'sending' | 'paused' | 'checking' | Outcome['outcome'];
  outcome: Outcome | null;
}

/** Files at a time: more only share the same line. */
const AT_ONCE = 3;
/** bytes of one request. Small enough to lose little on bad Wi-Fi. */
const CHUNK = 8 * 1024 * 1024;
/** ms between tries after a cut; the last one repeats until the server is back. */
const RETRY_DELAYS = [500, 1_000, 2_000, 5_000, 5_000, 10_000, 10_000, 10_000, 15_000, 15_000, 30_000, 30_000, 60_000];

let uploads: readonly Upload[] = [];
const sources = new Map<number, File>();
const active = new Map<number, TusUpload>();
const listeners = new Set<() => void>();
const settledListeners = new Set<(upload: Upload) => void>();
let nextKey = 1;

function update(key: number, changes: Partial<Upload>): void {
  uploads = uploads.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload));
  for (const listener of listeners) listener();
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

export function isSettled(upload: Upload): boolean {
  return upload.outcome !== null;
}

export function addUploads(batchId: string, files: File[]): void {
  const added = files.map((file): Upload => {
    const key = nextKey++;
    sources.set(key, file);
    return { key, batchId, file: file.name, bytes: file.size, sent: 0, state: 'waiting', outcome: null };
  });
  uploads = [...uploads, ...added];
  for (const listener of listeners) listener();
  startNext();
}

export function clearSettled(): void {
  uploads = uploads.filter((upload) => !isSettled(upload));
  for (const listener of listeners) listener();
}

/** Those waiting out a delay try at once: the network is back, or somebody is impatient. */
export function resumePaused(): void {
  for (const upload of uploads) if (upload.state === 'paused') restart(upload.key);
}

function restart(key: number): void {
  const tus = active.get(key);
  if (!tus) return;
  void tus.abort().then(() => {
    update(key, { state: 'sending' });
    tus.start();
  });
}

function startNext(): void {
  for (const upload of uploads) {
    if (active.size >= AT_ONCE) return;
    if (upload.state === 'waiting') start(upload);
  }
}

function settle(key: number, outcome: Outcome): void {
  active.delete(key);
  sources.delete(key);
  update(key, { state: outcome.outcome, outcome });
  const upload = uploads.find((one) => one.key === key);
  if (upload) for (const listener of settledListeners) listener(upload);
  startNext();
}

/** By what an upload cut short is known again after a reload. The same file for another batch is another upload, and so is its twin from another folder. */
function fingerprintOf({ key, batchId }: Upload, { name, size, lastModified }: File): string {
  const isTwin = (one: Upload) => one.batchId === batchId && one.file === name && one.bytes === size;
  const twins = uploads.filter((one) => one.key < key && isTwin(one)).length;
  return ['paraphe', batchId, name, size, lastModified, twins].join('-');
}

function start(upload: Upload): void {
  const file = sources.get(upload.key);
  if (!file) return;
  const { key, batchId } = upload;
  const tus = new TusUpload(file, {
    endpoint: '/api/uploads',
    chunkSize: CHUNK,
    retryDelays: RETRY_DELAYS,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type, batchId },
    fingerprint: async () => fingerprintOf(upload, file),
    onBeforeRequest: (request) => {
      for (const [name, value] of Object.entries(csrfHeader())) request.setHeader(name, value);
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      // 423: the request that was cut still holds the file on the server.
      const isWorthIt = status === 0 || status === 423 || status === 429 || status >= 500;
      if (isWorthIt) update(key, { state: 'paused' });
      return isWorthIt;
    },
    onProgress: (sent, total) => update(key, { sent, state: sent >= total ? 'checking' : 'sending' }),
    onSuccess: ({ lastResponse }) => void finish(key, file.name, { response: lastResponse, url: tus.url }),
    onError: (error) => settle(key, readRefusal(file.name, error)),
  });
  active.set(key, tus);
  update(key, { state: 'sending' });
  void tus.findPreviousUploads().then(([previous]) => {
    if (previous) tus.resumeFromPreviousUpload(previous);
    tus.start();
  });
}

/** The answer to the last piece carries the outcome; when that answer was lost, it is asked for. */
async function finish(key: number, file: string, last: { response: HttpResponse; url: string | null }): Promise<void> {
  const told = readOutcome(file, last.response);
  if (told !== null || last.url === null) return settle(key, told ?? { file, outcome: 'accepted' });
  try {
    settle(key, { ...(await get<Outcome>(`${new URL(last.url, location.href).pathname}/outcome`)), file });
  } catch (error) {
    const { code, params, detail } = problemOf(error);
    settle(key, { file, outcome: 'refused', code, ...(params && { params }), ...(detail && { message: detail }) });
  }
}

addEventListener('online', resumePaused);
