/** 3x3 matrices (row-major, nine numbers) acting on points of the plane, and the small solvers that fitting them needs. */
import type { Point } from '../domain/geometry.ts';

export type Matrix3 = readonly number[];

export const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function scaling(sx: number, sy = sx): Matrix3 {
  return [sx, 0, 0, 0, sy, 0, 0, 0, 1];
}

export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const out = new Array<number>(9).fill(0);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += a[row * 3 + k]! * b[k * 3 + column]!;
      out[row * 3 + column] = sum;
    }
  }
  return out;
}

export function apply(m: Matrix3, x: number, y: number): Point {
  const w = m[6]! * x + m[7]! * y + m[8]!;
  return { x: (m[0]! * x + m[1]! * y + m[2]!) / w, y: (m[3]! * x + m[4]! * y + m[5]!) / w };
}

/** Inverse by cofactors; null when the matrix has none. */
export function invert(m: Matrix3): Matrix3 | null {
  const [a, b, c, d, e, f, g, h, i] = m as [number, number, number, number, number, number, number, number, number];
  const A = e * i - f * h;
  const B = f * g - d * i;
  const C = d * h - e * g;
  const det = a * A + b * B + c * C;
  if (!Number.isFinite(det) || Math.abs(det) < 1e-14) return null;
  return [A, c * h - b * i, b * f - c * e, B, a * i - c * g, c * d - a * f, C, b * g - a * h, a * e - b * d].map(
    (value) => value / det,
  );
}

/** Solves the n x n system `a x = b` (a row-major) by Gaussian elimination with pivoting; null when singular. */
export function solve(a: Float64Array, b: Float64Array): Float64Array | null {
  const n = b.length;
  const m = Float64Array.from(a);
  const x = Float64Array.from(b);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(m[row * n + column]!) > Math.abs(m[pivot * n + column]!)) pivot = row;
    }
    const divisor = m[pivot * n + column]!;
    if (Math.abs(divisor) < 1e-12) return null;
    if (pivot !== column) swapRows(m, x, { n, first: pivot, second: column });
    for (let row = column + 1; row < n; row++) {
      const factor = m[row * n + column]! / divisor;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) m[row * n + k] = m[row * n + k]! - factor * m[column * n + k]!;
      x[row] = x[row]! - factor * x[column]!;
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = x[row]!;
    for (let k = row + 1; k < n; k++) sum -= m[row * n + k]! * x[k]!;
    x[row] = sum / m[row * n + row]!;
  }
  return x;
}

function swapRows(m: Float64Array, x: Float64Array, rows: { n: number; first: number; second: number }): void {
  const { n, first, second } = rows;
  for (let k = 0; k < n; k++) {
    const kept = m[first * n + k]!;
    m[first * n + k] = m[second * n + k]!;
    m[second * n + k] = kept;
  }
  const kept = x[first]!;
  x[first] = x[second]!;
  x[second] = kept;
}

/** Eigenvector of the smallest eigenvalue of a symmetric 3x3 matrix, by Jacobi rotations. */
export function smallestEigenvector(symmetric: Matrix3): [number, number, number] {
  const a = [...symmetric];
  const v = [...IDENTITY];
  for (let sweep = 0; sweep < 12; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const apq = a[p * 3 + q]!;
      if (Math.abs(apq) < 1e-300) continue;
      const theta = (a[q * 3 + q]! - a[p * 3 + p]!) / (2 * apq);
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      rotate(a, v, { p, q, c, s: t * c });
    }
  }
  let best = 0;
  for (let k = 1; k < 3; k++) if (a[k * 4]! < a[best * 4]!) best = k;
  return [v[best]!, v[3 + best]!, v[6 + best]!];
}

function rotate(a: number[], v: number[], turn: { p: number; q: number; c: number; s: number }): void {
  const { p, q, c, s } = turn;
  for (let k = 0; k < 3; k++) {
    const akp = a[k * 3 + p]!;
    const akq = a[k * 3 + q]!;
    a[k * 3 + p] = c * akp - s * akq;
    a[k * 3 + q] = s * akp + c * akq;
  }
  for (let k = 0; k < 3; k++) {
    const apk = a[p * 3 + k]!;
    const aqk = a[q * 3 + k]!;
    a[p * 3 + k] = c * apk - s * aqk;
    a[q * 3 + k] = s * apk + c * aqk;
    const vkp = v[k * 3 + p]!;
    const vkq = v[k * 3 + q]!;
    v[k * 3 + p] = c * vkp - s * vkq;
    v[k * 3 + q] = s * vkp + c * vkq;
  }
}
