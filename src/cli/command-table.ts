/** The commands, by name, in the order in which `--help` lists them. */
import type { Command } from './command.ts';

export interface CommandEntry {
  summary: string;
  load(): Promise<{ command: Command }>;
}

/** Loaded only when asked for: reading a sheet must not wait for the server's libraries. */
export const commands: Record<string, CommandEntry> = {
  read: { summary: 'scans → rows, without server or database', load: () => import('./read.ts') },
  'read-cell': { summary: 'pictures of single cells or lines → readings', load: () => import('./read-cell.ts') },
  'form-detect': { summary: 'a blank sheet → a proposed form definition', load: () => import('./form-detect.ts') },
  upload: { summary: 'scans to a server, with a machine’s access token', load: () => import('./upload.ts') },
  serve: { summary: 'the server with its workers, as npm start', load: () => import('./serve.ts') },
  work: { summary: 'one worker beside a server that runs elsewhere', load: () => import('./work.ts') },
  user: { summary: 'accounts: create, reset a password, disable', load: () => import('./user.ts') },
  audit: { summary: 'whether the audit trail is whole', load: () => import('./audit.ts') },
  scrub: { summary: 'takes traces of erased content off the disk', load: () => import('./scrub.ts') },
  backup: { summary: 'database, images and keys into one file', load: () => import('./backup.ts') },
  restore: { summary: 'a backup into an empty data folder', load: () => import('./restore.ts') },
  schema: { summary: 'for developers: SQL of the schema, new migrations, drift', load: () => import('./schema.ts') },
};

export const commandNames: readonly string[] = Object.keys(commands);
