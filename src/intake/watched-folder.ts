/**
 * A folder into which scanners write by SMB or FTP. Each look takes the files that are whole, hands them to the
 * entrance, and moves them to `done` or, with a file that says why, to `refused`. A subfolder is a batch of its own.
 * Whatever is interrupted is looked at again: a file is moved only after its outcome stands in the database, and one
 * that was received before is recognised.
 */
import type { Dirent } from 'node:fs';
import { access, constants, lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { SurroundingsError } from '../domain/errors.ts';
import type { ScanOutcome } from './accept-scan.ts';
import { reasonText } from './reason-file.ts';
import {
  endsWhole,
  isPassedOver,
  isSettled,
  readName,
  type Sighting,
  sightingOf,
  TAIL,
  withEnding,
} from './watch-rules.ts';

export interface WatchedFile {
  path: Buffer;
  name: string;
  /** The first folder below the watched one; null at its top. */
  subfolder: string | null;
}

export interface WatchedFolderParts {
  folder: string;
  /** The open batch for files of a subfolder (null: those at the top); null while no petition takes any. */
  batchFor(subfolder: string | null): Promise<string | null>;
  /** Takes a copy of the file in. @throws SurroundingsError when the machine fails, not the file */
  receive(file: WatchedFile, batchId: string): Promise<ScanOutcome>;
  /** ms since 1970. */
  now(): number;
}

export interface WatchReport {
  state: 'watching' | 'no_petition' | 'missing' | 'no_access' | 'failing';
  /** What the system says of a failing folder. */
  code: string | null;
  /** Files that are still being written, or wait for what is missing. */
  waiting: number;
  /** Files that may not be opened. */
  locked: number;
  taken: number;
  refused: number;
}

type Place = WatchedFile & { within: Buffer[] };

const OWN = ['done', 'refused'] as const;
/** Folders below the watched one that are looked into; deeper ones belong to somebody else. */
const DEPTH = 4;
const MISSING = ['ENOENT', 'ENOTDIR', 'ESTALE', 'EHOSTDOWN', 'ENODEV', 'ENXIO', 'ENOTCONN'];
const FORBIDDEN = ['EACCES', 'EPERM', 'EROFS'];

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
const SLASH = Buffer.from('/');
const join = (...parts: Buffer[]) => Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [SLASH, part])));

function stateOf(code: string): WatchReport['state'] {
  if (MISSING.includes(code)) return 'missing';
  return FORBIDDEN.includes(code) ? 'no_access' : 'failing';
}

export function createWatchedFolder({ folder, batchFor, receive, now }: WatchedFolderParts) {
  const top = Buffer.from(folder);
  let sightings = new Map<string, Sighting>();
  /** `done` has been there: when it is gone, so is what was mounted here. */
  let wasPrepared = false;

  async function prepare(): Promise<void> {
    await access(top, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const name of OWN) {
      const own = join(top, Buffer.from(name));
      if (!wasPrepared) await mkdir(own, { recursive: true });
      await access(own, constants.W_OK | constants.X_OK);
    }
    wasPrepared = true;
  }

  async function* files(within: Buffer[] = []): AsyncGenerator<Place> {
    const here = join(top, ...within);
    const entries = (await readdir(here, { withFileTypes: true, encoding: 'buffer' })) as unknown as Dirent<Buffer>[];
    for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
      const name = readName(entry.name);
      if (isPassedOver(name)) continue;
      const isOwn = within.length === 0 && (OWN as readonly string[]).includes(name);
      // Links lead out of the folder: never followed.
      if (entry.isDirectory() && !isOwn && within.length < DEPTH) yield* files([...within, entry.name]);
      if (!entry.isFile()) continue;
      const [first] = within;
      const subfolder = first === undefined ? null : readName(first);
      yield { path: join(here, entry.name), name, subfolder, within: [...within, entry.name] };
    }
  }

  async function isWhole(path: Buffer, bytes: number): Promise<boolean> {
    const file = await open(path, 'r');
    try {
      const [head, tail] = [Buffer.alloc(8), Buffer.alloc(Math.min(TAIL, bytes))];
      await file.read(head, 0, head.length, 0);
      await file.read(tail, 0, tail.length, Math.max(0, bytes - tail.length));
      return endsWhole(head, tail);
    } finally {
      await file.close();
    }
  }

  async function look(path: Buffer) {
    const { size, mtimeMs } = await lstat(path);
    return { bytes: size, changed: mtimeMs };
  }

  /** A path below `done` or `refused` that no file has yet. */
  async function freePath(place: Place, to: (typeof OWN)[number]): Promise<{ folder: Buffer; name: Buffer }> {
    const folder = join(top, Buffer.from(to), ...place.within.slice(0, -1));
    const given = place.within.at(-1) as Buffer;
    await mkdir(folder, { recursive: true });
    for (let copy = 1; ; copy += 1) {
      const name = copy === 1 ? given : withEnding(given, `~${copy}`);
      const isTaken = await lstat(join(folder, name)).then(
        () => true,
        () => false,
      );
      if (!isTaken) return { folder, name };
    }
  }

  async function setDone(place: Place): Promise<void> {
    const { folder: target, name } = await freePath(place, 'done');
    await rename(place.path, join(target, name));
  }

  /** The reason first: a crash in between leaves a reason too many, never a refused file without one. */
  async function setAside(place: Place, reason: string): Promise<void> {
    const { folder: target, name } = await freePath(place, 'refused');
    await writeFile(join(target, withEnding(name, '.reason.txt')), reason);
    await rename(place.path, join(target, name));
  }

  async function take(place: Place, seen: Sighting): Promise<'taken' | 'refused' | 'no_petition' | 'changed'> {
    const batchId = await batchFor(place.subfolder);
    if (batchId === null) return 'no_petition';
    const outcome = await receive(place, batchId);
    const after = await look(place.path);
    if (after.bytes !== seen.bytes || after.changed !== seen.changed) return 'changed';
    // Received before a crash could move it: it is no duplicate of itself.
    const isItself = outcome.outcome === 'duplicate' && outcome.batchId === batchId;
    if (outcome.outcome === 'accepted' || isItself) {
      await setDone(place);
      return 'taken';
    }
    await setAside(place, reasonText(place.name, outcome));
    return 'refused';
  }

  async function takeReady(report: WatchReport): Promise<void> {
    const seen = new Map<string, Sighting>();
    for await (const place of files()) {
      const key = place.path.toString('latin1');
      try {
        const file = await look(place.path);
        const sighting = sightingOf(now(), file, sightings.get(key));
        seen.set(key, sighting);
        const isReady = isSettled(now(), sighting, file.bytes > 0 && (await isWhole(place.path, file.bytes)));
        const became = isReady ? await take(place, sighting) : 'changed';
        if (became === 'taken' || became === 'refused') report[became] += 1;
        else report.waiting += 1;
        if (became === 'no_petition') report.state = 'no_petition';
        if (became === 'taken' || became === 'refused') seen.delete(key);
      } catch (error) {
        // Taken away by its writer: nothing to do.
        if (codeOf(error) === 'ENOENT') continue;
        if (!FORBIDDEN.includes(codeOf(error))) throw error;
        report.locked += 1;
      }
    }
    sightings = seen;
  }

  return {
    /** One round. Never throws: what is wrong is in the report. */
    async look(): Promise<WatchReport> {
      const report: WatchReport = { state: 'watching', code: null, waiting: 0, locked: 0, taken: 0, refused: 0 };
      try {
        await prepare();
        await takeReady(report);
        return report;
      } catch (error) {
        const code = error instanceof SurroundingsError ? error.code : codeOf(error);
        return { ...report, state: stateOf(code), code };
      }
    },
  };
}
export type WatchedFolder = ReturnType<typeof createWatchedFolder>;
