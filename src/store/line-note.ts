/**
 * What people say to each other about a line. A note belongs to the keying in which it was written (the line's version):
 * the next person who keys the line blind is shown none of it.
 */
import type { Transaction } from './database.ts';
import type { LineNote } from './generated/client.ts';

/** Notes of the keying at hand, those that only say that somebody has read them left out. */
export function currentNotes<T extends LineNote>(line: { version: number; notes: T[] }): T[] {
  return line.notes.filter((note) => note.lineVersion === line.version && note.kind !== 'read');
}

/** Keeps who was shown what others said about these lines. */
export async function recordReading(transaction: Transaction, personId: string, lineIds: string[]): Promise<void> {
  if (lineIds.length === 0) return;
  await transaction.$executeRaw`
    INSERT INTO line_note (line_id, person_id, kind, line_version)
    SELECT line.id, ${personId}::uuid, 'read', line.version FROM line
    WHERE line.id = ANY(${lineIds}::uuid[])
      AND EXISTS (SELECT 1 FROM line_note AS said WHERE said.line_id = line.id AND said.line_version = line.version
        AND said.person_id <> ${personId}::uuid AND said.kind <> 'read')
      AND NOT EXISTS (SELECT 1 FROM line_note AS own WHERE own.line_id = line.id AND own.line_version = line.version
        AND own.person_id = ${personId}::uuid)`;
}
