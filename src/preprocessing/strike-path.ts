/** Follows the most inked way through a line from left to right: a line struck out has one that also crosses the empty places. */
import type { CellArea } from './find-strokes.ts';
import { INK, type InkPlane } from './ink-plane.ts';

/** px looked at as one, along and across the line. */
const COLUMN = 8;
const ROW = 4;
/** Steepest way, rows a column (a slope of 1: waves and zigzags are steep). */
const STEEPEST = 2;
/** Share of the line's height at top and bottom left out: remains of rules, overshooting neighbours. */
const BORDER = 0.1;
/** Columns on either side in which there must be no other ink for a place to count as empty (1.4 mm). */
const CLEAR = 2;
/** Rows from the path within which ink is the path's own. */
const NEAR = 2;

export interface StrikePath {
  /** Share of the line's columns where the way has ink. */
  covered: number;
  /** Share of the otherwise empty columns where it has ink, and how many those are of all. */
  coveredOfEmpty: number;
  empty: number;
  /** Longest stretch of it without a break over 1.5 mm, of the line's width. */
  longest: number;
  /** Plane px of the way, for every column of COLUMN px. */
  y: Int32Array;
  inked: Uint8Array;
  left: number;
}

export function followStrike(plane: InkPlane, line: CellArea): StrikePath {
  const border = Math.round((line.bottom - line.top) * BORDER);
  const area = { ...line, top: line.top + border, bottom: line.bottom - border };
  const columns = Math.max(1, Math.floor((area.right - area.left) / COLUMN));
  const rows = Math.max(1, Math.floor((area.bottom - area.top) / ROW));
  const ink = coarseInk(plane, area, { columns, rows });
  const path = bestWay(ink, { columns, rows });
  const inked = new Uint8Array(columns);
  let covered = 0;
  for (let i = 0; i < columns; i++) {
    inked[i] = ink[path[i]! * columns + i]! > 0 ? 1 : 0;
    covered += inked[i]!;
  }
  const clear = emptyColumns(ink, path, { columns, rows });
  let empty = 0;
  let crossed = 0;
  for (let i = 0; i < columns; i++) {
    if (clear[i] === 0) continue;
    empty++;
    crossed += inked[i]!;
  }
  return {
    covered: covered / columns,
    coveredOfEmpty: empty === 0 ? 0 : crossed / empty,
    empty: empty / columns,
    longest: longestRun(inked) / columns,
    y: path.map((row) => area.top + row * ROW + ROW / 2),
    inked,
    left: area.left,
  };
}

type Grid = { columns: number; rows: number };

/** Two where there is ink in the block, else zero; rules taken away count as nothing. */
function coarseInk(plane: InkPlane, area: CellArea, { columns, rows }: Grid): Uint8Array {
  const out = new Uint8Array(columns * rows);
  const { kind } = plane;
  for (let row = 0; row < rows; row++) {
    for (let dy = 0; dy < ROW; dy++) {
      const y = area.top + row * ROW + dy;
      if (y < 0 || y >= plane.height) continue;
      for (let column = 0; column < columns; column++) {
        const from = y * plane.width + Math.max(0, area.left + column * COLUMN);
        let ink = 0;
        for (let i = from; i < from + COLUMN; i++) if (kind[i] === INK) ink++;
        if (ink > 0) out[row * columns + column]! += ink;
      }
    }
  }
  // A pen line crosses the whole block; a letter's edge fills a corner of it.
  for (let i = 0; i < out.length; i++) out[i] = out[i]! >= 5 ? 1 : 0;
  return out;
}

function bestWay(ink: Uint8Array, { columns, rows }: Grid): Int32Array {
  const score = new Int32Array(columns * rows);
  const from = new Int16Array(columns * rows);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      let best = 0;
      let origin = row;
      if (column > 0) {
        best = -1;
        for (let step = -STEEPEST; step <= STEEPEST; step++) {
          const before = row + step;
          if (before < 0 || before >= rows) continue;
          const worth = score[before * columns + column - 1]! * 4 - Math.abs(step);
          if (worth > best) {
            best = worth;
            origin = before;
          }
        }
        best = score[origin * columns + column - 1]!;
      }
      score[row * columns + column] = best + ink[row * columns + column]!;
      from[row * columns + column] = origin;
    }
  }
  const path = new Int32Array(columns);
  let row = 0;
  for (let k = 1; k < rows; k++) if (score[k * columns + columns - 1]! > score[row * columns + columns - 1]!) row = k;
  for (let column = columns - 1; column >= 0; column--) {
    path[column] = row;
    row = from[row * columns + column]!;
  }
  return path;
}

/** One for columns without other ink than the path's within CLEAR columns. */
function emptyColumns(ink: Uint8Array, path: Int32Array, { columns, rows }: Grid): Uint8Array {
  const other = new Uint8Array(columns);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      if (Math.abs(row - path[column]!) > NEAR && ink[row * columns + column]! > 0) other[column] = 1;
    }
  }
  const clear = new Uint8Array(columns);
  for (let column = 0; column < columns; column++) {
    let any = 0;
    for (let k = Math.max(0, column - CLEAR); k <= Math.min(columns - 1, column + CLEAR); k++) any |= other[k]!;
    clear[column] = any === 0 ? 1 : 0;
  }
  return clear;
}

function longestRun(inked: Uint8Array): number {
  let longest = 0;
  let start = 0;
  let last = -3;
  for (let i = 0; i < inked.length; i++) {
    if (inked[i] === 0) continue;
    if (i - last > 3) start = i;
    last = i;
    longest = Math.max(longest, i - start + 1);
  }
  return longest;
}
