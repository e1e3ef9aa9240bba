/** Which lines a person may take, as SQL over a `line`: the queue, the counts and the taking of a certain line agree. */
import { Prisma } from './generated/client.ts';

/** Nobody decides twice on one line in second keying. */
const notDecidedBy = (personId: string) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM decision WHERE decision.line_id = line.id AND decision.person_id = ${personId}::uuid
    AND decision.kind IN ('review', 'second_keying', 'adjudication'))`;

/**
 * Whoever wrote or read what was said about the line in an earlier keying may have seen its values: keying it again
 * would not be blind.
 */
const notToldOf = (personId: string) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM line_note AS own JOIN line_note AS said USING (line_id, line_version)
  WHERE own.line_id = line.id AND own.person_id = ${personId}::uuid AND own.line_version < line.version
    AND (said.text IS NOT NULL OR said.erased_at IS NOT NULL))`;

/** Whoever checked a cell of the line in column mode has seen what was shown to the first person. */
const notCheckedBy = (personId: string) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM column_check WHERE column_check.line_id = line.id AND column_check.person_id = ${personId}::uuid)`;

const isSupervisor = (personId: string) => Prisma.sql`EXISTS (
  SELECT 1 FROM person WHERE person.id = ${personId}::uuid AND 'supervisor' = ANY(person.roles))`;

const noQuestion = Prisma.sql`(line.waits_for IS NULL OR line.waits_until <= now())`;

/** Open, untouched by a right of the signer, on a sheet that the mailroom does not have. */
const atHand = Prisma.sql`line.state IN ('awaiting_review', 'in_second_keying')
  AND line.restricted_at IS NULL AND line.erased_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM page WHERE page.id = line.page_id AND page.handed_back_at IS NOT NULL)`;

/** Whom the keying may be given to at all, now or after what the line waits for. */
export const mayKey = (personId: string) => Prisma.sql`
  ${atHand} AND (line.state = 'awaiting_review'
    OR (${notDecidedBy(personId)} AND ${notToldOf(personId)} AND ${notCheckedBy(personId)}))`;

/** The queue of one person: what waits for somebody else's answer is not in it, nor what is put off unless `postponed`. */
export const claimable = (personId: string, petitionId: string, postponed = false) => Prisma.sql`
  line.petition_id = ${petitionId}::uuid AND ${mayKey(personId)}
  AND (${postponed} OR line.postponed_until IS NULL OR line.postponed_until <= now())
  AND (${noQuestion}
    OR (line.waits_for = 'colleague'
      AND (line.waits_for_id = ${personId}::uuid OR (line.waits_for_id IS NULL AND line.asked_by_id <> ${personId}::uuid)))
    OR (line.waits_for = 'asker' AND line.asked_by_id = ${personId}::uuid)
    OR (line.waits_for = 'supervisor' AND line.asked_by_id <> ${personId}::uuid AND ${isSupervisor(personId)}))`;

/** What a person may take by name: also what is put off, and what that person asked about or may answer. */
export const takeable = (personId: string) => Prisma.sql`
  ${mayKey(personId)} AND (${noQuestion} OR ${isSupervisor(personId)}
    OR line.asked_by_id = ${personId}::uuid OR line.waits_for_id = ${personId}::uuid
    OR (line.waits_for = 'colleague' AND line.waits_for_id IS NULL))`;

export const isFree = Prisma.sql`(line.lease_expires_at IS NULL OR line.lease_expires_at <= now())`;

export const claimedBy = (line: { leaseHolderId: string | null; leaseExpiresAt: Date | null }, personId: string) =>
  line.leaseHolderId === personId && line.leaseExpiresAt !== null && line.leaseExpiresAt.getTime() > Date.now();
