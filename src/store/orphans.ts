/** Contents of the image store that no row knows (any more). */
import type { Database } from './database.ts';
import type { ImageStore } from './images.ts';

/** Names looked up in one query. */
const LOOKED_UP = 1_000;

export async function* listOrphanContents(database: Database, images: ImageStore): AsyncGenerator<string> {
  let names: string[] = [];
  for await (const name of images.list()) {
    names.push(name);
    if (names.length < LOOKED_UP) continue;
    yield* await unknownTo(database, names);
    names = [];
  }
  yield* await unknownTo(database, names);
}

async function unknownTo(database: Database, names: string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await database.$queryRaw<{ name: string }[]>`
    SELECT name FROM unnest(${names}::text[]) AS name
    WHERE NOT EXISTS (SELECT 1 FROM scan WHERE sha256 = name AND content_removed_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM page WHERE source_image = name)
      AND NOT EXISTS (SELECT 1 FROM page WHERE rectified_image = name)
      AND NOT EXISTS (SELECT 1 FROM line WHERE contact_evidence = name)
      AND NOT EXISTS (SELECT 1 FROM draft_sheet WHERE sha256 = name OR image = name)`;
  return rows.map((row) => row.name);
}
