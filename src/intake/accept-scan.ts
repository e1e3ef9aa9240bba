/**
 * One received file → accepted, duplicate or refused. The order makes every crash harmless: first the content, then the
 * row, then the job; a content without a row is swept away, a row without a job is found by the sweep.
 */
import { InputError } from '../domain/errors.ts';
import type { InspectedScan } from './inspect-scan.ts';

export interface ReceivedFile {
  /** A plain file of ours; it stays until the caller removes it. */
  path: string;
  /** As the sender named it: shown, never used as a path. */
  fileName: string;
  bytes: number;
  sha256: string;
}

export interface ScanPlace {
  batchId: string;
  personId: string | null;
  /** Of the machine that sent it. */
  tokenId?: string | null;
}

export type ScanOutcome =
  | { outcome: 'accepted'; scanId: string }
  | { outcome: 'duplicate'; scanId: string; batchId: string; batchName: string }
  | { outcome: 'refused'; scanId?: string; error: InputError };

interface SameScan {
  scanId: string;
  batchId: string;
  batchName: string;
}

interface ScanRecord {
  batchId: string;
  sha256: string;
  fileName: string;
  mediaType: string;
  bytes: number;
  pageCount: number;
  receivedById: string | null;
  receivedThroughId: string | null;
}

export interface AcceptScanDependencies {
  inspect(path: string): Promise<InspectedScan>;
  findSame(sha256: string): Promise<SameScan | null>;
  storeContent(path: string, sha256: string): Promise<void>;
  storeRecord(
    record: ScanRecord,
    ensureContent: () => Promise<void>,
  ): Promise<{ outcome: 'stored'; scan: { id: string; attempt: number } } | { outcome: 'duplicate'; same: SameScan }>;
  storeRefusal(record: ScanRecord, code: string): Promise<string>;
  /** Asks for the split job; must not fail, the sweep makes good for it. */
  wake(scan: { scanId: string; attempt: number }): Promise<void>;
}

export type AcceptScan = (file: ReceivedFile, place: ScanPlace) => Promise<ScanOutcome>;

/** What a file name is cut to: enough to recognise it by, whatever the sender's system allowed. */
const NAME_LENGTH = 200;

/** Only the last part of a path, without control characters; the ending survives the cut. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  const clean = last.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  if (clean === '' || clean === '.' || clean === '..') return 'scan';
  const characters = [...clean];
  if (characters.length <= NAME_LENGTH) return clean;
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(clean)?.[0] ?? '';
  return `${characters.slice(0, NAME_LENGTH - ending.length - 1).join('')}…${ending}`;
}

export function createAcceptScan(deps: AcceptScanDependencies): AcceptScan {
  const duplicate = (same: SameScan): ScanOutcome => ({ outcome: 'duplicate', ...same });

  async function inspect(file: ReceivedFile): Promise<InspectedScan | InputError> {
    try {
      return await deps.inspect(file.path);
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
  }

  return async (file, { batchId, personId, tokenId = null }) => {
    const same = await deps.findSame(file.sha256);
    if (same !== null) return duplicate(same);
    const { sha256, bytes } = file;
    const by = { receivedById: personId, receivedThroughId: tokenId };
    const record = { batchId, sha256, bytes, fileName: cleanFileName(file.fileName), ...by };
    const inspected = await inspect(file);
    if (inspected instanceof InputError) {
      const refusal = { ...record, mediaType: 'application/octet-stream', pageCount: 0 };
      return { outcome: 'refused', scanId: await deps.storeRefusal(refusal, inspected.code), error: inspected };
    }
    await deps.storeContent(file.path, sha256);
    const stored = await deps.storeRecord({ ...record, ...inspected }, () => deps.storeContent(file.path, sha256));
    if (stored.outcome === 'duplicate') return duplicate(stored.same);
    await deps.wake({ scanId: stored.scan.id, attempt: stored.scan.attempt });
    return { outcome: 'accepted', scanId: stored.scan.id };
  };
}
