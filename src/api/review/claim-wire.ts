/** Claimed lines as they travel: values to show, the strip's geometry, the place in the pile. */
import { type Lateness, latenessOf } from '../../domain/envelope.ts';
import type { FormDefinition } from '../../domain/form.ts';
import type { RejectionReason } from '../../domain/reasons.ts';
import type { ClaimWire } from '../../domain/wire-review.ts';
import type { ClaimNoteWire } from '../../domain/wire-questions.ts';
import { currentRound, type ReviewMode, reviewModeOf } from '../../review/second-keying.ts';
import { fieldBoxInStrip, type StripGeometry, stripGeometry } from '../../review/strip-geometry.ts';
import type { Queryable } from '../../store/database.ts';
import { countAround, type LineToReview, readLines } from '../../store/line.ts';
import { currentNotes } from '../../store/line-note.ts';
import { type FormShelf, type FormVersion, getPetition, type Petition } from '../../store/petition.ts';
import { findAbove } from '../../store/signer.ts';
import { showLine } from './show-line.ts';

export interface ClaimContext {
  database: Queryable;
  personId: string;
  formOf: FormShelf;
}

const day = (date: Date) => date.toISOString().slice(0, 10);

/** The days of an envelope by which its lines may be late. */
export const daysOf = (batch: { receivedOn: Date; postmarkedOn: Date | null }) => ({
  receivedOn: day(batch.receivedOn),
  postmarkedOn: batch.postmarkedOn === null ? null : day(batch.postmarkedOn),
});

export function latenessIn({ closesOn, settings }: Petition, line: LineToReview): Lateness | null {
  return latenessOf(daysOf(line.page.scan.batch), { closesOn, ...settings });
}

export const stripUrl = (lineId: string) => `/api/lines/${lineId}/strip`;

/** px. Of a page whose size is not known yet; never seen in a line under review. */
const NO_SIZE = 1;

export function stripOf(line: { box: number[]; page: { width: number | null; height: number | null } }): StripGeometry {
  const [x = 0, y = 0, w = NO_SIZE, h = NO_SIZE] = line.box;
  return stripGeometry([x, y, w, h], { width: line.page.width ?? NO_SIZE, height: line.page.height ?? NO_SIZE });
}

/** All lines of one petition, leased to this person, in the order of the ids. */
export async function readClaims(context: ClaimContext, petitionId: string, lineIds: string[]): Promise<ClaimWire[]> {
  if (lineIds.length === 0) return [];
  const { database, personId } = context;
  const [petition, lines] = await Promise.all([getPetition(database, petitionId), readLines(database, lineIds)]);
  const pageIds = [...new Set(lines.map((line) => line.pageId))];
  const [around, above] = await Promise.all([
    countAround(database, { personId, petitionId, pageIds }),
    findAbove(database, lineIds, personId),
  ]);
  const pages = new Map(around.pages.map((page) => [page.pageId, page]));
  return await Promise.all(
    lines.map(async (line) => {
      const form = await context.formOf(database, line.formDefinitionId);
      const mode = reviewModeOf(line.state, currentRound(line.decisions));
      const page = pages.get(line.pageId);
      return {
        ...toClaim(line, { petition, form, mode, personId }),
        // In second keying only one's own values: whether the line above counts would tell what the first person typed.
        above: (mode === 'second_keying' ? above.own : above.confirmed).get(line.id) ?? null,
        place: {
          batchName: line.page.scan.batch.name,
          file: line.page.scan.fileName ?? '',
          page: line.page.number,
          linesOnPage: page?.lines ?? 0,
          reviewedOnPage: (page?.lines ?? 0) - (page?.open ?? 0),
          remaining: around.remaining,
          lateness: latenessIn(petition, line),
        },
      };
    }),
  );
}

/** What was said of single cells before anybody keyed the line: for its first reviewer alone. */
function columnWords(line: LineToReview, form: FormDefinition, mode: ReviewMode) {
  const found = { state: line.found, signed: line.foundSigned };
  if (mode !== 'review') return { found, confirmed: [] };
  const said = (outcome: string) =>
    line.columnChecks.filter((check) => check.outcome === outcome).map((one) => one.field);
  const isSignature = (name: string) => form.fields.some((field) => field.name === name && field.type === 'signature');
  // In doubt is as good as not seen: the reviewer is asked.
  const signed = said('doubted').some(isSignature) ? false : found.signed;
  return { found: { ...found, signed }, confirmed: said('confirmed') };
}

export function toClaim(
  line: LineToReview,
  { petition, form, mode, personId }: { petition: Petition; form: FormVersion; mode: ReviewMode; personId: string },
): Omit<ClaimWire, 'above' | 'place'> {
  const { definition } = form;
  const strip = stripOf(line);
  const { reasons, ...shown } = showLine({ line, form: definition, petition, mode, personId });
  const at = { index: line.index, strip, dpi: line.page.dpi ?? 0 };
  return {
    id: line.id,
    version: line.version,
    leaseExpiresAt: (line.leaseExpiresAt ?? new Date()).toISOString(),
    pageId: line.pageId,
    index: line.index,
    mode,
    ...shown,
    reasons: reasons as RejectionReason[],
    waitsFor: line.waitsFor as ClaimWire['waitsFor'],
    notes: currentNotes(line).map((note) => ({
      kind: note.kind as ClaimNoteWire['kind'],
      from: note.person.displayName,
      text: note.text,
      at: note.createdAt.toISOString(),
    })),
    imageUrl: stripUrl(line.id),
    strip: { width: strip.crop[2], height: strip.crop[3], line: strip.line },
    formFields: definition.fields.map((field) => ({
      name: field.name,
      type: field.type,
      label: field.label,
      box: fieldBoxInStrip(definition, field, at),
      required: petition.countableFields.includes(field.name),
      ...(field.options === undefined ? {} : { options: field.options.map((option) => option.label) }),
    })),
    ...columnWords(line, definition, mode),
  };
}
