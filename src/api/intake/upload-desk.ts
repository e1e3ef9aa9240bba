/**
 * Resumable uploads (tus): a cut line, a restarted server or a reloaded page costs the bytes under way and no more.
 * A complete upload becomes a scan before its last request is answered; should the server die in between, the upload is
 * still there at the next start and becomes one then.
 */
import { mkdir, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { z } from 'zod';
import { InputError, SurroundingsError } from '../../domain/errors.ts';
import { idSchema } from '../../domain/wire.ts';
import { scanOutcomeSchema } from '../../domain/wire-batch.ts';
import { type AcceptScan, cleanFileName } from '../../intake/accept-scan.ts';
import { hashFile } from '../../intake/hash-file.ts';
import { type Database, toDomainError } from '../../store/database.ts';
import { checkBatchOpen, getScan } from '../../store/scan.ts';
import { toProblem } from '../error-handler.ts';
import { isRefusal, refusal, type ScanOutcomeWire, toOutcomeWire } from './outcome-wire.ts';

export interface UploadDesk {
  /** Serves one tus request of a person who may upload. */
  handle(request: IncomingMessage, response: ServerResponse, personId: string): Promise<void>;
  /** What became of a finished upload; null while it is under way or unknown to this person. */
  outcomeOf(uploadId: string, personId: string): Promise<ScanOutcomeWire | null>;
  /** Turns complete uploads that a crash left behind into scans, and forgets uploads that nobody finished. */
  tidy(): Promise<void>;
}

export interface UploadDeskOptions {
  database: Database;
  acceptScan: AcceptScan;
  /** Made when missing. */
  folder: string;
  /** Of one file. */
  fileBytes: number;
}

export const UPLOADS_PATH = '/api/uploads';
/** ms. A clerk comes back on Monday to what was interrupted on Friday. */
const KEPT = 4 * 24 * 60 * 60 * 1000;

const uploadIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
const metadataSchema = z.object({ filename: z.string().default('scan'), batchId: idSchema, personId: idSchema });
const recordSchema = z.object({
  id: uploadIdSchema,
  size: z.number(),
  creation_date: z.string().optional(),
  metadata: metadataSchema,
});
type UploadRecord = z.infer<typeof recordSchema>;
const finishedSchema = z.object({ personId: idSchema, outcome: scanOutcomeSchema, bytes: z.number() });
type Finished = z.infer<typeof finishedSchema>;

/** bytes. Below this a failed write is put down to the disk; a piece of an upload has 8 MB. */
const NEARLY_FULL = 16e6;

async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < NEARLY_FULL;
}

/** An answer of ours in the shape that tus throws. */
function toTusError(error: unknown): { status_code: number; body: string } {
  const { status, ...problem } = toProblem(error);
  return { status_code: status, body: JSON.stringify({ type: 'about:blank', title: 'Refused', status, ...problem }) };
}

const FULL = new InputError('disk_full', 'The disk is full.', { remedy: 'Free some space; the upload goes on then.' });

export async function createUploadDesk(options: UploadDeskOptions): Promise<UploadDesk> {
  const { database, acceptScan, folder, fileBytes } = options;
  const finishedFolder = join(folder, 'finished');
  await mkdir(finishedFolder, { recursive: true, mode: 0o700 });
  const store = new FileStore({ directory: folder, expirationPeriodInMilliseconds: KEPT });
  const people = new WeakMap<IncomingMessage, string>();
  const finishing = new Map<string, Promise<ScanOutcomeWire>>();

  const personBehind = (request: { runtime?: { node?: { req: unknown } | undefined } | undefined }) =>
    people.get(request.runtime?.node?.req as IncomingMessage) ?? '';

  const finishedPath = (id: string) => join(finishedFolder, `${id}.json`);
  async function readFinished(id: string): Promise<Finished | null> {
    if (!uploadIdSchema.safeParse(id).success) return null;
    const text = await readFile(finishedPath(id), 'utf8').catch(() => null);
    return text === null ? null : finishedSchema.parse(JSON.parse(text));
  }

  async function readRecord(id: string): Promise<UploadRecord | null> {
    const parsed = recordSchema.safeParse(await store.configstore.get(id).catch(() => null));
    return parsed.success ? parsed.data : null;
  }

  async function accept({ id, metadata, creation_date: begun }: UploadRecord): Promise<ScanOutcomeWire> {
    const { batchId, personId } = metadata;
    const fileName = cleanFileName(metadata.filename);
    const path = join(folder, id);
    try {
      const outcome = await acceptScan({ path, fileName, ...(await hashFile(path)) }, { batchId, personId });
      if (outcome.outcome !== 'duplicate' || outcome.batchId !== batchId) return toOutcomeWire(fileName, outcome);
      // The very upload may have become a scan just before a crash: then it is no duplicate of itself.
      const same = await getScan(database, outcome.scanId);
      const isItself = same.fileName === fileName && same.receivedAt.getTime() >= Date.parse(begun ?? '');
      return toOutcomeWire(fileName, isItself ? { outcome: 'accepted', scanId: same.id } : outcome);
    } catch (thrown) {
      const error = toDomainError(thrown);
      // A full disk passes: the upload waits for it.
      if (isRefusal(error) && !(error instanceof SurroundingsError)) return refusal(fileName, error);
      throw thrown;
    }
  }

  async function finishNow(record: UploadRecord): Promise<ScanOutcomeWire> {
    const outcome = await accept(record);
    const finished: Finished = { personId: record.metadata.personId, outcome, bytes: record.size };
    await writeFile(finishedPath(record.id), JSON.stringify(finished), { mode: 0o600 });
    await store.remove(record.id).catch(() => {});
    return outcome;
  }

  /** Once at a time for an upload, whoever asks. */
  function finish(record: UploadRecord): Promise<ScanOutcomeWire> {
    const known = finishing.get(record.id);
    if (known !== undefined) return known;
    const work = finishNow(record).finally(() => finishing.delete(record.id));
    finishing.set(record.id, work);
    return work;
  }

  async function isComplete({ id, size }: UploadRecord): Promise<boolean> {
    const found = await stat(join(folder, id)).catch(() => null);
    return found !== null && found.size === size;
  }

  const tus = new Server({
    path: UPLOADS_PATH,
    datastore: store,
    maxSize: fileBytes,
    relativeLocation: true,
    allowedOrigins: [],
    async onUploadCreate(request, upload) {
      const metadata = { ...upload.metadata, personId: personBehind(request) };
      const parsed = metadataSchema.safeParse(metadata);
      if (!parsed.success) throw toTusError(new InputError('batch_missing', 'The upload does not name its batch.'));
      await checkBatchOpen(database, parsed.data.batchId).catch((error: unknown) => {
        throw toTusError(error);
      });
      return { metadata: parsed.data };
    },
    async onIncomingRequest(request, id) {
      // A new upload has an id, but no record yet.
      if (request.method === 'POST') return;
      const record = await readRecord(id);
      if (record !== null && record.metadata.personId === personBehind(request)) return;
      throw { status_code: 404, body: 'The file for this url was not found\n' };
    },
    async onUploadFinish(_request, upload) {
      const record = await readRecord(upload.id);
      if (record === null) throw new Error('A finished upload has a record');
      const outcome = await finish(record).catch((error: unknown) => {
        throw toTusError(error);
      });
      const headers = { 'Content-Type': 'application/json; charset=utf-8' };
      return { status_code: 200, headers, body: JSON.stringify(outcome) };
    },
    onResponseError: async (_request, error) => {
      const isExpected = 'status_code' in error && error.status_code < 500;
      return !isExpected && (await isDiskFull(folder)) ? { ...toTusError(FULL), status_code: 507 } : undefined;
    },
  });

  /** A finished upload is gone from tus; whoever asks where it stands learns that every byte arrived. */
  async function answerFinished(request: IncomingMessage, response: ServerResponse, personId: string) {
    const id = request.url?.split('?')[0]?.split('/').at(-1) ?? '';
    if (request.method !== 'HEAD' || !uploadIdSchema.safeParse(id).success) return false;
    const record = await readRecord(id);
    if (record !== null && record.metadata.personId === personId && (await isComplete(record))) await finish(record);
    const finished = await readFinished(id);
    if (finished === null || finished.personId !== personId) return false;
    const bytes = String(finished.bytes);
    response.writeHead(200, {
      'Tus-Resumable': '1.0.0',
      'Cache-Control': 'no-store',
      'Upload-Offset': bytes,
      'Upload-Length': bytes,
    });
    response.end();
    return true;
  }

  async function forgetOld(): Promise<void> {
    await tus.cleanUpExpiredUploads();
    for (const name of await readdir(finishedFolder)) {
      const path = join(finishedFolder, name);
      if (Date.now() - (await stat(path)).mtimeMs > KEPT) await rm(path, { force: true });
    }
  }

  return {
    async handle(request, response, personId) {
      people.set(request, personId);
      if (await answerFinished(request, response, personId)) return;
      await tus.handle(request, response);
    },
    async outcomeOf(uploadId, personId) {
      const finished = await readFinished(uploadId);
      return finished === null || finished.personId !== personId ? null : finished.outcome;
    },
    async tidy() {
      for (const id of await readdir(folder)) {
        if (!uploadIdSchema.safeParse(id).success) continue;
        const record = await readRecord(id);
        if (record !== null && (await isComplete(record))) await finish(record);
      }
      await forgetOld();
    },
  };
}
