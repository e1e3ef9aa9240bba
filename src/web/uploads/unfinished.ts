/**
 * What was still under way when the page was closed or reloaded. The browser keeps no file for a page that is gone, so
 * the clerk is told which files to drop again; sending then goes on where the server stands.
 */
const KEY = 'paraphe.unfinished';
/** ms. As long as the server keeps the pieces. */
const KEPT = 4 * 24 * 60 * 60 * 1000;

export interface Unfinished {
  batchId: string;
  file: string;
  bytes: number;
  /** ms since 1970, of the file. */
  lastModified: number;
  sent: number;
  /** ms since 1970: when this was noted. */
  at: number;
}
type Which = Pick<Unfinished, 'batchId' | 'file' | 'bytes' | 'lastModified'>;

let entries: readonly Unfinished[] = read();
const listeners = new Set<() => void>();

/** An older version may have written something else there. */
function isEntry(value: unknown): value is Unfinished {
  if (typeof value !== 'object' || value === null) return false;
  const { batchId, file, ...numbers } = value as Record<string, unknown>;
  const counts = ['bytes', 'lastModified', 'sent', 'at'].map((name) => numbers[name]);
  return typeof batchId === 'string' && typeof file === 'string' && counts.every((count) => typeof count === 'number');
}

function read(): Unfinished[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isEntry).filter(({ at }) => Date.now() - at < KEPT) : [];
  } catch {
    return [];
  }
}

function write(next: readonly Unfinished[]): void {
  entries = next;
  try {
    if (next.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // A browser that stores nothing forgets with the page: the server's pieces are found again all the same.
  }
  for (const listener of listeners) listener();
}

const isSame = (a: Which, b: Which) =>
  a.batchId === b.batchId && a.file === b.file && a.bytes === b.bytes && a.lastModified === b.lastModified;

export const unfinishedStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Unfinished[] => entries,
};

export function rememberUnfinished(added: Which[]): void {
  const known = entries.filter((entry) => !added.some((one) => isSame(one, entry)));
  const at = Date.now();
  write([
    ...known,
    ...added.map((one) => ({ ...one, at, sent: entries.find((entry) => isSame(one, entry))?.sent ?? 0 })),
  ]);
}

export function noteSent(which: Which, sent: number): void {
  write(entries.map((entry) => (isSame(entry, which) ? { ...entry, sent, at: Date.now() } : entry)));
}

export function forgetUnfinished(which: Which): void {
  write(entries.filter((entry) => !isSame(entry, which)));
}
