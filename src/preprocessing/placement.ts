/** Where a form lies on a page: a matrix for the flat part, a coarse grid of small shifts for curl, folds and stretch. */
import type { Point } from '../domain/geometry.ts';
import { apply, type Matrix3 } from './matrix.ts';

/** Distance between the nodes of the bend grid, mm: a fold or the curl of a sheet stays straight over less. */
export const NODE_SPACING = 14;

export interface Bend {
  columns: number;
  rows: number;
  /** Shift in mm at each node (node k stands at k times NODE_SPACING), row by row. */
  dx: Float64Array;
  dy: Float64Array;
}

export interface Placement {
  /** Form mm to work px. */
  matrix: Matrix3;
  bend: Bend | null;
}

export function locate({ matrix, bend }: Placement, x: number, y: number): Point {
  if (bend === null) return apply(matrix, x, y);
  const shift = bendAt(bend, x, y);
  return apply(matrix, x + shift.x, y + shift.y);
}

export function bendAt(bend: Bend, x: number, y: number): Point {
  const { columns, rows, dx, dy } = bend;
  const u = Math.min(columns - 1.000001, Math.max(0, x / NODE_SPACING));
  const v = Math.min(rows - 1.000001, Math.max(0, y / NODE_SPACING));
  const i = Math.floor(u);
  const j = Math.floor(v);
  const [a, b] = [u - i, v - j];
  const k = j * columns + i;
  const blend = (d: Float64Array) =>
    (1 - b) * ((1 - a) * d[k]! + a * d[k + 1]!) + b * ((1 - a) * d[k + columns]! + a * d[k + columns + 1]!);
  return { x: blend(dx), y: blend(dy) };
}
