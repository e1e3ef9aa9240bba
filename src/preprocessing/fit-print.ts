/** Turns a rough place of a form's print into an exact one: small pieces of the print are looked for where they should be. */
import { MM_PER_INCH } from '../domain/geometry.ts';
import { fitBend } from './fit-bend.ts';
import { bestShift } from './best-shift.ts';
import { adjust, percentile } from './fit-placement.ts';
import { type EdgeSample, measureEdges } from './measure-edges.ts';
import type { Matrix3 } from './matrix.ts';
import { locate, type Placement } from './placement.ts';
import type { Print } from './print.ts';
import type { PrintLandmarks, PrintPiece } from './print-landmarks.ts';
import type { PreparedForm } from './prepare-form.ts';
import { trustEdges } from './trust-edges.ts';
import { PAPER, type WorkImage } from './work-image.ts';

/** Rounds: how far a piece is looked for, mm, and how much coarser than the print, px to a px. */
const ROUNDS = [
  { reach: 6, shrink: 2 },
  { reach: 3, shrink: 2 },
  { reach: 1.3, shrink: 1 },
  { reach: 0.8, shrink: 1 },
] as const;
/** And to tell what is left over after the bend. */
const CHECK = { reach: 0.8, shrink: 1 } as const;
/** Pieces shifted alike within this are believed in the first rounds, mm. */
const TOGETHER = 1.6;
/** A piece found this near counts as hit, mm. */
const HIT = 0.5;
/**
 * Text often stands at the top and the bottom alone: perspective between the two is a guess, and on a scan there is
 * none. Weights against squared shifts of the pieces in half page lengths.
 */
const SCAN = { affine: 0.5, perspective: 40 };
const PHOTO = { affine: 0.5, perspective: 2 };
/** Share of pieces found from which nothing else need be tried. */
const CERTAIN = 0.9;
/** How far rules are looked for beside the print, mm, for the flat part and for the bend; how densely, mm. */
const RULE_REACHES = [1.6, 0.9] as const;
const BEND_REACHES = [1.3, 0.8] as const;
const SPACING = 5;
/** Share of the pieces found after the second round below which it is another form. */
const LEAST_SHARE = 0.3;
/** Every so many-th piece is looked at first, when that leaves enough; a share this far from the limit settles it. */
const SAMPLED = 3;
const LEAST_SAMPLED = 12;
const CLEARLY = 0.25;
/** Fewest pieces that place a page. */
const LEAST_PIECES = 6;

export interface PrintFit {
  matrix: Matrix3;
  /** Share of the pieces that are where they should be. */
  hits: number;
}

export interface PrintedEdges {
  placement: Placement;
  /** Share of the places along the form's edges where a rule was found, 0..1. */
  edges: number;
  /** 90th percentile of what is left over, mm. */
  residual: number;
}

/** The flat part, by the print alone. null without a description of the print, or when too little of it is found. */
export function fitPrint(work: WorkImage, form: PreparedForm, start: Matrix3): PrintFit | null {
  const strict = fitPieces(work, form, { start, prior: SCAN });
  if (strict === null || strict.hits >= CERTAIN) return strict;
  const loose = fitPieces(work, form, { start: strict.matrix, prior: PHOTO });
  return loose !== null && loose.hits > strict.hits ? loose : strict;
}

function fitPieces(
  work: WorkImage,
  form: PreparedForm,
  { start, prior }: { start: Matrix3; prior: typeof SCAN },
): PrintFit | null {
  const { print, landmarks } = form;
  if (print === null || landmarks === null || landmarks.pieces.length < LEAST_PIECES) return null;
  const sheet = { work, print, landmarks };
  let matrix = start;
  for (const [round, by] of ROUNDS.entries()) {
    const all = findPieces(sheet, { matrix, bend: null }, by);
    const found = round < 2 ? agreeing(all) : all;
    const least = round === 1 ? LEAST_SHARE * landmarks.pieces.length : LEAST_PIECES;
    if (found.length < Math.max(LEAST_PIECES, least)) return null;
    matrix = adjust(matrix, found.flatMap(toSamples), form, prior);
  }
  return { matrix, hits: countHits(sheet, { matrix, bend: null }) };
}

/** Whether that share of the form's print is where a placement says; null without a description of it, or with too little. */
export function isPrintedThere(
  work: WorkImage,
  form: PreparedForm,
  { placement, least }: { placement: Placement; least: number },
): boolean | null {
  const { print, landmarks } = form;
  if (print === null || landmarks === null || landmarks.pieces.length < LEAST_PIECES) return null;
  const some = landmarks.pieces.filter((_, i) => i % SAMPLED === 0);
  if (some.length >= LEAST_SAMPLED) {
    const share = countHits({ work, print, landmarks: { ...landmarks, pieces: some } }, placement);
    if (Math.abs(share - least) > CLEARLY) return share > least;
  }
  return countHits({ work, print, landmarks }, placement) >= least;
}

function countHits(sheet: Sheet, placement: Placement): number {
  const near = findPieces(sheet, placement, CHECK).filter(({ dx, dy }) => Math.hypot(dx, dy) <= HIT);
  return near.length / sheet.landmarks.pieces.length;
}

/** Print and rules together, curl and folds too. */
export function fitPrintAndRules(
  work: WorkImage,
  form: PreparedForm,
  { matrix, borders }: { matrix: Matrix3; borders: boolean },
): PrintedEdges {
  const sheet = { work, print: form.print!, landmarks: form.landmarks! };
  let placement: Placement = { matrix, bend: null };
  const look = (reach: number) => ({
    pieces: findPieces(sheet, placement, { reach, shrink: 1 }),
    rules: trustEdges(measureEdges(work, form, { placement, reach, borders, spacing: SPACING })),
  });
  const samplesOf = ({ pieces, rules }: ReturnType<typeof look>) => [...pieces.flatMap(toSamples), ...rules];
  for (const reach of RULE_REACHES) {
    placement = { matrix: adjust(placement.matrix, samplesOf(look(reach)), form, SCAN), bend: null };
  }
  for (const reach of BEND_REACHES) {
    placement = { matrix: placement.matrix, bend: fitBend(samplesOf(look(reach)), form, placement.bend) };
  }
  const { pieces, rules } = look(CHECK.reach);
  const found = rules.filter(({ error }) => error !== null && Math.abs(error) <= HIT);
  const errors = [...pieces.map(({ dx, dy }) => Math.hypot(dx, dy)), ...found.map(({ error }) => Math.abs(error!))];
  return {
    placement,
    edges: rules.length === 0 ? 0 : found.length / rules.length,
    residual: percentile(errors, 0.9),
  };
}

interface Sheet {
  work: WorkImage;
  print: Print;
  landmarks: PrintLandmarks;
}

/** Where a piece lies against where it was expected, mm on the form. */
interface Found {
  piece: PrintPiece;
  dx: number;
  dy: number;
}

function toSamples({ piece: { x, y }, dx, dy }: Found): EdgeSample[] {
  return [
    { x, y, across: false, error: dx, contrast: 20 },
    { x, y, across: true, error: dy, contrast: 20 },
  ];
}

/** Those shifted like most others. */
function agreeing(found: readonly Found[]): Found[] {
  let best: Found[] = [];
  for (const { dx, dy } of found) {
    const like = found.filter((other) => Math.hypot(other.dx - dx, other.dy - dy) <= TOGETHER);
    if (like.length > best.length) best = like;
  }
  return best;
}

function findPieces(sheet: Sheet, placement: Placement, { reach, shrink }: { reach: number; shrink: number }): Found[] {
  const { print, landmarks } = sheet;
  const mm = (MM_PER_INCH / print.dpi) * shrink;
  const size = Math.floor(landmarks.size / shrink);
  const steps = Math.ceil(reach / mm);
  const around = size + 2 * steps;
  const template = new Float32Array(size * size);
  const area = new Float32Array(around * around);
  return landmarks.pieces.flatMap((piece) => {
    fillTemplate(template, print, { piece, size, shrink });
    fillArea(area, sheet.work, placement, { piece, around, steps, mm, shrink });
    const at = bestShift(template, area, { size, around, steps });
    return at === null ? [] : [{ piece, dx: at.x * mm, dy: at.y * mm }];
  });
}

function fillTemplate(
  out: Float32Array,
  { width, data }: Print,
  { piece, size, shrink }: { piece: PrintPiece; size: number; shrink: number },
): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let ink = 0;
      for (let dy = 0; dy < shrink; dy++)
        for (let dx = 0; dx < shrink; dx++)
          ink += data[(piece.top + y * shrink + dy) * width + piece.left + x * shrink + dx]!;
      out[y * size + x] = ink;
    }
  }
}

/** The page's darkness round the piece, on the print's own grid: the darker of neighbouring px, as the print was made. */
function fillArea(
  out: Float32Array,
  work: WorkImage,
  placement: Placement,
  by: { piece: PrintPiece; around: number; steps: number; mm: number; shrink: number },
): void {
  const { piece, around, steps, mm, shrink } = by;
  const unit = mm / shrink;
  const left = piece.left * unit - steps * mm;
  const top = piece.top * unit - steps * mm;
  // A piece is small: within it the placement is as good as straight.
  const origin = locate(placement, left, top);
  const right = locate(placement, left + around * mm, top);
  const below = locate(placement, left, top + around * mm);
  const [ux, uy] = [(right.x - origin.x) / around, (right.y - origin.y) / around];
  const [vx, vy] = [(below.x - origin.x) / around, (below.y - origin.y) / around];
  for (let y = 0; y < around; y++) {
    for (let x = 0; x < around; x++) {
      let sum = 0;
      for (let k = 0; k < 2 * shrink; k++) {
        const along = x + (0.25 + (k % 2) * 0.5);
        const down = y + ((k >> 1) + 0.5) / shrink;
        sum += darkness(work, origin.x + along * ux + down * vx, origin.y + along * uy + down * vy);
      }
      out[y * around + x] = sum;
    }
  }
}

function darkness({ width, height, data }: WorkImage, x: number, y: number): number {
  const i = Math.floor(x - 0.25);
  const j = Math.floor(y - 0.25);
  if (i < 0 || j < 0 || i >= width - 1 || j >= height - 1) return 0;
  const k = j * width + i;
  const darkest = Math.min(data[k]!, data[k + 1]!, data[k + width]!, data[k + width + 1]!);
  return darkest >= PAPER ? 0 : PAPER - darkest;
}
