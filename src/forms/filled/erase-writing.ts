/**
 * One filled sheet → its print. In the lines only what comes again in most of them, of the same shape at the same place,
 * is printed: rules, tick boxes, helper words. All else is handwriting.
 */
import type { Box } from '../../domain/geometry.ts';
import type { GreyImage } from '../../domain/image.ts';
import type { RowTable, Slot } from '../detect/row-table.ts';
import { type Rule, type Rules, WORK_DPI } from '../detect/find-rules.ts';
import { isCentreIn, type Region } from '../detect/page-text.ts';
import { type InkMap, makeInkMap } from './ink-map.ts';
import { eraseInk } from './keep-print.ts';
import { pieces } from './pieces.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** How far the same print may lie elsewhere in another line, px: lines are not found to the pixel. */
const SHIFT = 4;
/** Share of a piece's ink that another line must have at the place, and the other way round. */
const SAME_SHAPE = 0.82;
/** A larger shape is another one: looked at this far round a piece, px. */
const AROUND = 4;
/** Share of the other lines in which a printed piece comes again. */
const MOST = 0.6;
/** Fewer lines cannot be compared. */
const LEAST_LINES = 3;
/** Ink this near to a rule is the rule, px: its half width and soft edge. */
const RULE = 5;
/** A word is erased when this share of its ink is. */
const ERASED = 0.5;

export interface Erased {
  page: GreyImage;
  /** Whether most of what stands in a box (mm) has been erased. */
  isErased(box: Box): boolean;
}

const toPx = (mm: number) => Math.round(mm * PX_PER_MM);

export function eraseWriting(page: GreyImage, { slots, rows }: RowTable, rules: Rules): Erased {
  if (rows.length < LEAST_LINES) return { page, isErased: () => false };
  const ink = makeInkMap(page, 1);
  const loose = withoutRules(ink, printedRules(rules, rows));
  const kept: InkMap = { ...ink, data: Uint8Array.from(ink.data) };
  for (const slot of slots) dropSingular(loose, kept, slot);
  return {
    page: eraseInk(page, ink, kept),
    isErased: (box) => rows.some((row) => isCentreIn(box, row)) && shareErased(box, ink, kept) >= ERASED,
  };
}

/** Rules on the edges of lines, long ones, and those that come again line by line; a row of letters may look like one. */
function printedRules({ horizontal, vertical }: Rules, rows: readonly Region[]): Rules {
  const needed = Math.ceil((rows.length - 1) * MOST);
  const rowOf = (y: number) => rows.find((it) => y > it.top - 1 && y < it.bottom + 1);
  const comesAgain = (y: number, isThere: (dy: number) => boolean) => {
    const own = rowOf(y);
    if (own === undefined || Math.min(Math.abs(y - own.top), Math.abs(y - own.bottom)) < 1) return true;
    return rows.filter((it) => it !== own && isThere(it.top - own.top)).length >= needed;
  };
  const overlaps = (a: Rule, b: Rule, by: number) =>
    Math.min(a.to + by, b.to) - Math.max(a.from + by, b.from) > 0.6 * (a.to - a.from);
  return {
    horizontal: horizontal.filter((rule) =>
      comesAgain(rule.at, (dy) =>
        horizontal.some((it) => Math.abs(it.at - rule.at - dy) < 0.8 && overlaps(rule, it, 0)),
      ),
    ),
    vertical: vertical.filter(
      (rule) =>
        rule.to - rule.from > 1.5 * (rows[0]!.bottom - rows[0]!.top) ||
        comesAgain((rule.from + rule.to) / 2, (dy) =>
          vertical.some((it) => Math.abs(it.at - rule.at) < 0.8 && overlaps(rule, it, dy)),
        ),
    ),
  };
}

function withoutRules({ width, height, data }: InkMap, rules: Rules): InkMap {
  const out = Uint8Array.from(data);
  const blank = (x0: number, x1: number, [y0, y1]: [number, number]) => {
    for (let y = Math.max(0, y0); y < Math.min(height, y1); y++)
      out.fill(0, y * width + Math.max(0, x0), y * width + Math.max(0, Math.min(width, x1)));
  };
  for (const { at, from, to } of rules.horizontal) blank(toPx(from), toPx(to), [toPx(at) - RULE, toPx(at) + RULE + 1]);
  for (const { at, from, to } of rules.vertical) blank(toPx(at) - RULE, toPx(at) + RULE + 1, [toPx(from), toPx(to)]);
  return { width, height, data: out };
}

/** Takes the pieces of a cell that few other lines have out of what is kept. */
function dropSingular(ink: InkMap, kept: InkMap, slot: Slot): void {
  const cells = slot.cells.filter((it) => it !== null);
  const needed = Math.ceil((cells.length - 1) * MOST);
  for (const cell of cells) {
    const others = cells.filter((it) => it !== cell);
    for (const piece of pieces(ink, pxOf(cell))) {
      let found = 0;
      for (const [k, other] of others.entries()) {
        if (found >= needed || found + others.length - k < needed) break;
        const by: [number, number] = [toPx(other.left) - toPx(cell.left), toPx(other.top) - toPx(cell.top)];
        if (comesAgain(ink, piece, by)) found++;
      }
      if (found < needed) for (const at of piece.pixels) kept.data[at] = 0;
    }
  }
}

const pxOf = (cell: Region): Box => [
  toPx(cell.left),
  toPx(cell.top),
  toPx(cell.right) - toPx(cell.left),
  toPx(cell.bottom) - toPx(cell.top),
];

/** Whether a piece lies there again: the shapes must cover each other, a pixel's width aside. */
function comesAgain(ink: InkMap, piece: { pixels: number[]; box: Box }, [dx, dy]: [number, number]): boolean {
  const { width, height, data } = ink;
  const [x0, y0, w, h] = piece.box;
  const own = new Set(piece.pixels);
  const hasOwn = (x: number, y: number) => own.has(y * width + x);
  const hasOther = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 1;
  const near = (has: (x: number, y: number) => boolean, x: number, y: number) =>
    has(x, y) || has(x - 1, y) || has(x + 1, y) || has(x, y - 1) || has(x, y + 1);
  for (let sy = -SHIFT; sy <= SHIFT; sy++) {
    for (let sx = -SHIFT; sx <= SHIFT; sx++) {
      const [mx, my] = [dx + sx, dy + sy];
      let hits = 0;
      for (const at of piece.pixels) if (near(hasOther, (at % width) + mx, Math.floor(at / width) + my)) hits++;
      if (hits < SAME_SHAPE * piece.pixels.length) continue;
      let [other, covered] = [0, 0];
      for (let y = y0 - AROUND; y < y0 + h + AROUND; y++) {
        for (let x = x0 - AROUND; x < x0 + w + AROUND; x++) {
          if (!hasOther(x + mx, y + my)) continue;
          other++;
          if (near(hasOwn, x, y)) covered++;
        }
      }
      if (covered >= SAME_SHAPE * other) return true;
    }
  }
  return false;
}

function shareErased([x, y, w, h]: Box, ink: InkMap, kept: InkMap): number {
  let all = 0;
  let left = 0;
  for (let v = toPx(y); v < Math.min(ink.height, toPx(y + h)); v++) {
    for (let u = toPx(x); u < Math.min(ink.width, toPx(x + w)); u++) {
      all += ink.data[v * ink.width + u]!;
      left += kept.data[v * ink.width + u]!;
    }
  }
  return all === 0 ? 0 : 1 - left / all;
}
