/** Whether the server has a file already, asked by its hash before a byte of it is sent. */
import { change } from '../http/request.ts';
import type { HashAnswer, HashQuestion } from './hash-worker.ts';
import type { Outcome } from './outcome.ts';

let worker: Worker | null = null;
let nextKey = 1;
const waiting = new Map<number, (sha256: string | null) => void>();

function answer(key: number, sha256: string | null): void {
  waiting.get(key)?.(sha256);
  waiting.delete(key);
}

function openWorker(): Worker {
  if (worker !== null) return worker;
  worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) => answer(data.key, data.sha256));
  // Without hashes files are sent all the same; the server knows its duplicates.
  worker.addEventListener('error', () => {
    for (const key of [...waiting.keys()]) answer(key, null);
  });
  return worker;
}

function hashFile(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const question: HashQuestion = { key: nextKey++, file };
    waiting.set(question.key, resolve);
    openWorker().postMessage(question);
  });
}

interface Known {
  sha256: string;
  scanId: string;
  batchId: string;
  batchName: string;
}

/** @returns the outcome of a file that need not be sent; null when it must be, or nobody can say */
export async function findKnown(file: File): Promise<Outcome | null> {
  const sha256 = await hashFile(file);
  if (sha256 === null) return null;
  try {
    const { items } = await change<{ items: Known[] }>('POST', '/api/scans/known', { sha256: [sha256] });
    const [known] = items;
    if (known === undefined) return null;
    const { scanId, batchId, batchName } = known;
    const where = { scanId, batchId, batchName, params: { batch: batchName } };
    return { file: file.name, outcome: 'duplicate', code: 'duplicate', ...where };
  } catch {
    return null;
  }
}
