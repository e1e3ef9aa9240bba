/** Looks into the watched folder again and again, whichever process holds the lock, and knows how it stands. */
import { createReadStream } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { InputError } from '../../domain/errors.ts';
import type { WatchWire } from '../../domain/wire-machines.ts';
import { type AcceptScan, cleanFileName } from '../../intake/accept-scan.ts';
import { createWatchedFolder, type WatchReport } from '../../intake/watched-folder.ts';
import { createBatch, findWatchedBatch, UNDECLARED } from '../../store/batch.ts';
import { type Database, withConnection } from '../../store/database.ts';
import { findWatchedPetition } from '../../store/petition.ts';
import { withIncomingFile } from './receive-file.ts';

export interface WatchSettings {
  folder: string;
  /** Whose batches it fills; null: the newest open petition's. A page goes to the petition of its form anyway. */
  petitionId: string | null;
}

export interface WatchDeskParts {
  database: Database;
  acceptScan: AcceptScan;
  incomingFolder: string;
  fileBytes: number;
  log: Logger;
  now?: () => number;
}

export interface WatchDesk {
  status(): WatchWire;
  /** One round; for tests. The desk makes its own rounds once started. */
  look(): Promise<WatchWire>;
  start(): void;
  close(): Promise<void>;
}

/** ms between two looks. Network folders announce nothing, so they are asked. */
const EVERY = 3_000;
/** ms. A folder on a dead server may never answer: nobody waits for it at shutdown. */
const PATIENCE = 3_000;
/** Of the advisory lock: one process looks at a time, whatever the number of servers. */
const LOCK = 'paraphe.watch';

/** YYYY-MM-DD here, for files that lie in no subfolder. */
function today(now: number): string {
  const date = new Date(now);
  return new Date(now - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

const NAMES = { fr: 'Dossier surveillé', en: 'Watched folder' } as const;
/** What a batch's name is cut to; its subfolder is known by all of it. */
const NAME_LENGTH = 200;

function createBatchFor({ database, now = Date.now }: WatchDeskParts, { petitionId }: WatchSettings) {
  return async (subfolder: string | null): Promise<string | null> => {
    const petition = await findWatchedPetition(database, petitionId);
    if (petition === null) return null;
    const day = today(now());
    const watchedFolder = subfolder === null ? `day:${day}` : `folder:${subfolder}`;
    const known = await findWatchedBatch(database, { petitionId: petition.id, watchedFolder });
    if (known !== null) return known;
    const ofDay = `${petition.language === 'fr' ? NAMES.fr : NAMES.en} ${day}`;
    const name = subfolder === null ? ofDay : cleanFileName(subfolder).slice(0, NAME_LENGTH);
    const batch = { ...UNDECLARED, petitionId: petition.id, name, watchedFolder };
    return await createBatch(database, batch, { personId: null });
  };
}

export function createWatchDesk(parts: WatchDeskParts, settings: WatchSettings): WatchDesk {
  const { database, acceptScan, incomingFolder, fileBytes, log, now = Date.now } = parts;
  const { folder } = settings;
  const watched = createWatchedFolder({
    folder,
    now,
    batchFor: createBatchFor(parts, settings),
    async receive({ path, name }, batchId) {
      const fileName = cleanFileName(name);
      try {
        return await withIncomingFile(
          createReadStream(path),
          { folder: incomingFolder, limit: fileBytes },
          async (file) => await acceptScan({ ...file, fileName }, { batchId, personId: null }),
        );
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return { outcome: 'refused', error };
      }
    },
  });
  let status: WatchWire = {
    ...{ folder, state: 'watching', lookedAt: null, code: null },
    ...{ waiting: 0, locked: 0, taken: 0, refused: 0 },
  };
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();

  function note(report: WatchReport | null): WatchWire {
    const before = status;
    const { taken, refused } = before;
    const sums = { taken: taken + (report?.taken ?? 0), refused: refused + (report?.refused ?? 0) };
    const found = report ?? { state: 'elsewhere' as const, code: null, waiting: 0, locked: 0 };
    status = { ...before, ...found, ...sums, lookedAt: new Date(now()).toISOString() };
    if (status.state === before.state && status.code === before.code) return status;
    const told = { state: status.state, code: status.code, folder };
    if (status.state === 'watching') log.info(told, 'The watched folder is there again');
    else log.warn(told, 'The watched folder cannot be used');
    return status;
  }

  async function look(): Promise<WatchWire> {
    const report = await withConnection(database, async (client) => {
      const lock = await client.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine', [LOCK]);
      if (lock.rows[0]?.mine !== true) return null;
      try {
        return await watched.look();
      } finally {
        await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [LOCK]);
      }
    });
    return note(report);
  }

  function round(): void {
    looking = look()
      .catch((error: Error) => log.warn({ errorName: error.name }, 'The watched folder could not be looked into'))
      .finally(() => {
        if (!isClosed) timer = setTimeout(round, EVERY).unref();
      });
  }

  return {
    status: () => status,
    look,
    start: round,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await Promise.race([looking, wait(PATIENCE, undefined, { ref: false })]);
    },
  };
}
