/** What a backup says about itself; the last entry of the archive, so an archive that was cut off has none. */
import { z } from 'zod';
import { InputError } from '../domain/errors.ts';

export const MANIFEST_NAME = 'manifest.json';

/** Raised when an older Paraphe could no longer read what a newer one writes. */
export const FORMAT = 1;

const tableSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  /** Entry of the archive that holds the rows: COPY text, gzipped. */
  entry: z.string(),
});

const manifestSchema = z.object({
  format: z.number().int(),
  version: z.string(),
  createdAt: z.iso.datetime(),
  /** Names of the migrations that the database had. */
  migrations: z.array(z.string()),
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  entries: z.array(z.object({ name: z.string(), size: z.number().int(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type DumpedTable = z.infer<typeof tableSchema>;

export function parseManifest(text: string): Manifest {
  const json: unknown = JSON.parse(text);
  const format = z.object({ format: z.number() }).safeParse(json);
  if (format.success && format.data.format > FORMAT) {
    throw new InputError('backup_newer', 'This backup was made by a newer version of Paraphe.', {
      remedy: 'Restore it with that version or a later one.',
    });
  }
  return manifestSchema.parse(json);
}
