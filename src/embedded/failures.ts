/** What Postgres says when it cannot start, turned into a sentence with a remedy. */
import { diskFull, toFolderError } from '../data-folder.ts';
import { SurroundingsError } from '../domain/errors.ts';

/** Lines of Postgres' own words that are quoted when none of the known causes fits. */
const QUOTED_LINES = 3;

interface KnownFailure {
  said: RegExp;
  error(folder: string): unknown;
}

const system = (code: string) => Object.assign(new Error(code), { code });

const KNOWN: KnownFailure[] = [
  { said: /No space left on device|Disk quota exceeded/, error: diskFull },
  { said: /Read-only file system/, error: (folder) => toFolderError(system('EROFS'), folder) },
  { said: /Permission denied|invalid permissions/, error: (folder) => toFolderError(system('EACCES'), folder) },
  {
    said: /could not (create|map|resize) .*shared memory|could not map anonymous shared memory/,
    error: () =>
      new SurroundingsError('out_of_memory', 'The system gives the built-in database too little shared memory.', {
        remedy: 'Free some memory, or in a container give it more (for example --shm-size=256m).',
      }),
  },
  {
    said: /could not look up effective user ID/,
    error: () =>
      new SurroundingsError('no_system_user', 'This system has no name for the user who starts Paraphe.', {
        remedy: 'Start it as a user that the system knows (in a container without --user), or set DATABASE_URL.',
      }),
  },
  {
    said: /incompatible with (this version|server)/,
    error: () =>
      new SurroundingsError('database_version', 'The database in the data folder was made by another Postgres.', {
        remedy: 'Make a backup with the version of Paraphe that wrote it and restore that here (see README.md).',
      }),
  },
];

/** `lines` is what the failed program wrote; `folder` the data folder as the person knows it. */
export function toPostgresError(program: string, lines: string[], folder: string): unknown {
  const text = lines.join('\n');
  const known = KNOWN.find(({ said }) => said.test(text));
  if (known !== undefined) return known.error(folder);
  const quoted = lines.slice(-QUOTED_LINES).join(' / ') || 'it said nothing';
  return new SurroundingsError('database_failed', `The built-in database did not start (${program}: ${quoted}).`, {
    remedy: 'Set DATABASE_URL to use a Postgres of your own, or restore a backup into an empty data folder.',
  });
}
