/** Questions about lines and their answers: the line waits for somebody, then comes back to whoever asked. */
import { ConflictError } from '../domain/errors.ts';
import { claimedBy, mayKey, takeable } from './claimable.ts';
import type { Queryable, Transaction } from './database.ts';
import { type Line, Prisma } from './generated/client.ts';
import { lockLine, sheetName } from './line.ts';

/** ms. A working day: a colleague on leave holds nothing up for longer. */
const PATIENCE = 8 * 3_600_000;

export interface Question {
  lineId: string;
  personId: string;
  to: 'colleague' | 'supervisor';
  /** The colleague asked; null: anybody. */
  colleagueId: string | null;
  text: string | null;
}

/** The line leaves the asker's desk until it is answered or decided; asking the same twice is asking once. @throws ConflictError lease_not_held, cannot_be_asked */
export async function askAbout(transaction: Transaction, question: Question): Promise<void> {
  const line = await lockLine(transaction, question.lineId);
  // Sent again after an answer that was lost: it is asked once.
  if (line.waitsFor === question.to && line.askedById === question.personId && line.leaseHolderId === null) return;
  if (!claimedBy(line, question.personId)) {
    throw new ConflictError('lease_not_held', 'Somebody else has this line now.');
  }
  if (question.colleagueId !== null) await checkColleague(transaction, line, question);
  const { personId, text } = question;
  const kind = question.to === 'supervisor' ? 'escalated' : 'asked';
  await transaction.lineNote.create({ data: { lineId: line.id, personId, kind, lineVersion: line.version, text } });
  await transaction.line.update({
    where: { id: line.id },
    data: {
      waitsFor: question.to,
      waitsForId: question.colleagueId,
      askedById: personId,
      waitsUntil: question.to === 'supervisor' ? null : new Date(Date.now() + PATIENCE),
      leaseHolderId: null,
      leaseExpiresAt: null,
    },
  });
}

async function checkColleague(transaction: Transaction, line: Line, question: Question): Promise<void> {
  const colleagues = await listColleagues(transaction, line.id, question.personId);
  if (colleagues.some(({ id }) => id === question.colleagueId)) return;
  throw new ConflictError('cannot_be_asked', 'This person cannot be asked about this line.', {
    remedy: 'Choose somebody else, or ask whoever is free.',
  });
}

/** Who may be asked about a line: reviewers and supervisors who may still key it themselves. */
export async function listColleagues(
  database: Queryable,
  lineId: string,
  personId: string,
): Promise<{ id: string; displayName: string }[]> {
  const people = await database.person.findMany({
    where: { disabledAt: null, roles: { hasSome: ['reviewer', 'supervisor'] }, id: { not: personId } },
    select: { id: true, displayName: true },
    orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
  });
  const able = await Promise.all(
    people.map(async ({ id }) => {
      const rows = await database.$queryRaw<unknown[]>`
        SELECT 1 FROM line WHERE line.id = ${lineId}::uuid AND ${mayKey(id)}`;
      return rows.length > 0;
    }),
  );
  return people.filter((_, index) => able[index]);
}

export interface LineAnswer {
  lineId: string;
  personId: string;
  isSupervisor: boolean;
  /** Null: the line just goes back. */
  text: string | null;
}

/**
 * The line goes back to whoever asked. A supervisor who may not key it (any more) can send it back without a word only.
 * @throws ConflictError no_question, line_not_free, answer_would_tell
 */
export async function answerQuestion(transaction: Transaction, answer: LineAnswer): Promise<void> {
  const { personId, text } = answer;
  const line = await lockLine(transaction, answer.lineId);
  if (line.waitsFor !== 'colleague' && line.waitsFor !== 'supervisor') {
    throw new ConflictError('no_question', 'Nothing is asked about this line any more.');
  }
  const isHeldByOther =
    line.leaseHolderId !== personId && line.leaseExpiresAt !== null && line.leaseExpiresAt > new Date();
  if (isHeldByOther) throw new ConflictError('line_not_free', 'Somebody else has this line.');
  const may = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM line WHERE line.id = ${line.id}::uuid AND ${takeable(personId)}`;
  if (may.length === 0 && (!answer.isSupervisor || text !== null)) {
    throw new ConflictError('answer_would_tell', 'You know what was keyed here: your words could give it away.', {
      remedy: 'Send the line back without a word, or let somebody else answer.',
    });
  }
  await transaction.lineNote.create({
    data: { lineId: line.id, personId, kind: 'answered', lineVersion: line.version, text },
  });
  await transaction.line.update({
    where: { id: line.id },
    data: {
      waitsFor: 'asker',
      waitsForId: null,
      waitsUntil: new Date(Date.now() + PATIENCE),
      leaseHolderId: null,
      leaseExpiresAt: null,
    },
  });
}

export interface OpenQuestion {
  lineId: string;
  index: number;
  pageId: string;
  sheet: string;
  waitsFor: 'colleague' | 'supervisor' | 'asker' | 'later';
  askedBy: string | null;
  /** The colleague asked, by name. */
  asked: string | null;
  at: Date;
  /** Somebody has it on the desk. */
  isHeld: boolean;
  mayTake: boolean;
  mayAnswer: boolean;
}

interface QuestionRow extends Omit<OpenQuestion, 'sheet'> {
  number: number;
  scanId: string;
  fileName: string | null;
  pageCount: number;
}

/** Rows shown: whoever has more open than this needs no longer list. */
const MOST = 200;

/**
 * Lines put off and lines asked about, oldest first: places and people, not a word of what was said. A supervisor sees
 * all of them, a reviewer those put off, asked by them or waiting for them.
 */
export async function listQuestions(
  database: Queryable,
  { petitionId, personId, isSupervisor }: { petitionId: string; personId: string; isSupervisor: boolean },
): Promise<OpenQuestion[]> {
  const person = Prisma.sql`${personId}::uuid`;
  const rows = await database.$queryRaw<QuestionRow[]>`
    SELECT line.id AS "lineId", line.index, line.page_id AS "pageId", page.number, scan.id AS "scanId",
      scan.file_name AS "fileName", scan.page_count AS "pageCount", COALESCE(line.waits_for, 'later') AS "waitsFor",
      asker.display_name AS "askedBy", asked.display_name AS asked,
      COALESCE((SELECT max(created_at) FROM line_note WHERE line_id = line.id AND kind <> 'read'), line.updated_at) AS at,
      (line.lease_expires_at > now() AND line.lease_holder_id <> ${person}) IS TRUE AS "isHeld",
      (${takeable(personId)}) AS "mayTake",
      (line.waits_for IN ('colleague', 'supervisor') AND line.asked_by_id <> ${person}
        AND (${isSupervisor} OR line.waits_for = 'colleague')) IS TRUE AS "mayAnswer"
    FROM line JOIN page ON page.id = line.page_id JOIN scan ON scan.id = page.scan_id
      LEFT JOIN person AS asker ON asker.id = line.asked_by_id AND line.waits_for IS NOT NULL
      LEFT JOIN person AS asked ON asked.id = line.waits_for_id
    WHERE line.petition_id = ${petitionId}::uuid AND line.state IN ('awaiting_review', 'in_second_keying')
      AND line.restricted_at IS NULL AND line.erased_at IS NULL
      AND (line.waits_for IS NOT NULL OR line.postponed_until > now())
      AND (${isSupervisor} OR line.waits_for IS NULL OR line.asked_by_id = ${person} OR line.waits_for_id = ${person}
        OR (line.waits_for = 'colleague' AND line.waits_for_id IS NULL))
    ORDER BY at, line.id LIMIT ${MOST}`;
  return rows.map(({ number, scanId, fileName, pageCount, ...row }) => ({
    ...row,
    sheet: sheetName({ number, scan: { id: scanId, fileName, pageCount } }),
  }));
}
