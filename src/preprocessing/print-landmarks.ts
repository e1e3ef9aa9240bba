/** What of a form's print one can recognise it by: where its lines of text stand, and small pieces that are like no other. */
import { type Box, MM_PER_INCH, offsetBox } from '../domain/geometry.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { Print } from './print.ts';

/** Side of a piece, mm: about two words of small print. */
export const PIECE = 8;
/** Pieces kept, spread over the page. */
const MOST_PIECES = 90;
/** Border crossings along x and along y that a piece needs: a rule alone could slide along itself. */
const LEAST_CROSSINGS = 14;
/** Share of ink beyond which a piece is a banner. */
const MOST_INK = 0.7;
/** Distance kept from the lines for signers while looking along y, mm. */
const CLEAR = 1;

export interface PrintPiece {
  /** Top left corner, px of the print. */
  left: number;
  top: number;
  /** Middle on the form, mm. */
  x: number;
  y: number;
}

export interface PrintLandmarks {
  /** Ends of ink along x by mm of the page's height, 0 where lines for signers stand. */
  byRow: Float64Array;
  /** Where `byRow` counts. */
  rowMask: Uint8Array;
  /** The same by mm of its width, from the rows that count alone. */
  byColumn: Float64Array;
  pieces: PrintPiece[];
  /** Side of a piece, px of the print. */
  size: number;
}

/** About 15 ms; keep the result. */
export function findLandmarks(print: Print, form: FormDefinition): PrintLandmarks {
  const mm = MM_PER_INCH / print.dpi;
  const rowMask = maskRows(form);
  const byRow = new Float64Array(rowMask.length);
  const byColumn = new Float64Array(Math.ceil(form.page.width));
  for (let y = 0; y < print.height; y++) {
    const row = Math.min(rowMask.length - 1, Math.floor((y + 0.5) * mm));
    if (rowMask[row] === 0) continue;
    for (let x = 1; x < print.width; x++) {
      const i = y * print.width + x;
      if (print.data[i - 1] === 1 && print.data[i] === 0) {
        byRow[row]!++;
        byColumn[Math.min(byColumn.length - 1, Math.floor((x + 0.5) * mm))]!++;
      }
    }
  }
  const size = Math.round(PIECE / mm);
  return { byRow, rowMask, byColumn, pieces: choosePieces(print, form, size), size };
}

function maskRows(form: FormDefinition): Uint8Array {
  const mask = new Uint8Array(Math.ceil(form.page.height)).fill(1);
  for (const [, y, , h] of form.rows.boxes) {
    mask.fill(0, Math.max(0, Math.floor(y - CLEAR)), Math.min(mask.length, Math.ceil(y + h + CLEAR)));
  }
  return mask;
}

function choosePieces(print: Print, form: FormDefinition, size: number): PrintPiece[] {
  const mm = MM_PER_INCH / print.dpi;
  const writing = form.rows.boxes.flatMap((row) => form.fields.map((field) => offsetBox(field.box, row)));
  const found: (PrintPiece & { worth: number })[] = [];
  for (let top = 0; top + size <= print.height; top += size) {
    for (let left = 0; left + size <= print.width; left += size) {
      const [x, y] = [(left + size / 2) * mm, (top + size / 2) * mm];
      if (writing.some((box) => isWithin(box, x, y))) continue;
      const worth = worthOf(print, { left, top, size });
      if (worth >= LEAST_CROSSINGS) found.push({ left, top, x, y, worth });
    }
  }
  return found.sort((a, b) => b.worth - a.worth).slice(0, MOST_PIECES);
}

const isWithin = ([x, y, w, h]: Box, u: number, v: number) => u >= x && u <= x + w && v >= y && v <= y + h;

/** The lesser number of ink borders along x and along y; 0 for banners. */
function worthOf({ width, data }: Print, { left, top, size }: { left: number; top: number; size: number }): number {
  let along = 0;
  let aside = 0;
  let ink = 0;
  for (let y = top + 1; y < top + size; y++) {
    for (let i = y * width + left + 1; i < y * width + left + size; i++) {
      ink += data[i]!;
      if (data[i] !== data[i - 1]) along++;
      if (data[i] !== data[i - width]) aside++;
    }
  }
  return ink > MOST_INK * size * size ? 0 : Math.min(along, aside);
}
