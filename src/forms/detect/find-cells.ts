/** Rules → the cells they enclose. Tables may be open at the sides, at the top or at the bottom. Lengths in mm. */
import type { Rule, Rules } from './find-rules.ts';
import type { Region } from './page-text.ts';

export interface Cell extends Region {
  /** Which group of touching rules encloses it. */
  table: number;
}

export interface Cells {
  cells: Cell[];
  /** Horizontal rules that enclose nothing: lines to write on, underlines, separators. */
  loose: Rule[];
}

/** Rules whose ends come this near touch each other. */
const TOUCH = 1;
/** Rules at places nearer than this are in line with each other. */
const SAME = 0.6;
/** A side is closed when rules cover this share of it. */
const CLOSED = 0.6;
/** Smaller is the gap of a double rule or a speck. */
const LEAST_SIDE = 2;
/** A rule that sticks out further than this beyond the outermost crossing rule means an open table. */
const OPEN_END = 3;

export function findCells(rules: Rules): Cells {
  const groups = groupTouching(rules);
  const cells: Cell[] = [];
  const loose: Rule[] = [];
  groups.forEach(({ horizontal, vertical }, table) => {
    const found = horizontal.length >= 1 && vertical.length >= 1 ? enclosed(horizontal, vertical) : [];
    if (found.length === 0) loose.push(...horizontal);
    cells.push(...found.map((it) => ({ ...it, table })));
  });
  return { cells, loose };
}

function groupTouching({ horizontal, vertical }: Rules): Rules[] {
  const parent = Array.from({ length: horizontal.length + vertical.length }, (_, index) => index);
  const root = (index: number): number => (parent[index] === index ? index : root(parent[index]!));
  horizontal.forEach((h, i) => {
    vertical.forEach((v, j) => {
      const crosses = within(v.at, h) && within(h.at, v);
      if (crosses) parent[root(i)] = root(horizontal.length + j);
    });
  });
  const groups = new Map<number, Rules>();
  const groupOf = (index: number): Rules => {
    const key = root(index);
    const group = groups.get(key) ?? { horizontal: [], vertical: [] };
    groups.set(key, group);
    return group;
  };
  horizontal.forEach((rule, i) => {
    groupOf(i).horizontal.push(rule);
  });
  vertical.forEach((rule, j) => {
    groupOf(horizontal.length + j).vertical.push(rule);
  });
  return [...groups.values()];
}

const within = (at: number, rule: Rule) => at >= rule.from - TOUCH && at <= rule.to + TOUCH;

/** Distinct places, with virtual ones where rules of the other direction stick out. */
function places(rules: readonly Rule[], crossing: readonly Rule[]): number[] {
  const sorted = [...rules].sort((a, b) => a.at - b.at);
  const clusters: { sum: number; weight: number }[] = [];
  for (const rule of sorted) {
    const last = clusters.at(-1);
    const weight = rule.to - rule.from;
    if (last !== undefined && rule.at - last.sum / last.weight <= SAME) {
      last.sum += rule.at * weight;
      last.weight += weight;
    } else clusters.push({ sum: rule.at * weight, weight });
  }
  const found = clusters.map((it) => it.sum / it.weight);
  const first = Math.min(...crossing.map((it) => it.from));
  const last = Math.max(...crossing.map((it) => it.to));
  if (first < found[0]! - OPEN_END) found.unshift(first);
  if (last > found.at(-1)! + OPEN_END) found.push(last);
  return found;
}

/** Share of [from, to] covered by rules at a place. */
function covered(rules: readonly Rule[], at: number, [from, to]: [number, number]): number {
  const parts = rules
    .filter((it) => Math.abs(it.at - at) <= SAME * 1.5 && it.to > from && it.from < to)
    .map((it) => [Math.max(from, it.from), Math.min(to, it.to)] as const)
    .sort((a, b) => a[0] - b[0]);
  let sum = 0;
  let reached = from;
  for (const [start, end] of parts) {
    sum += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return sum / (to - from);
}

function enclosed(horizontal: readonly Rule[], vertical: readonly Rule[]): Region[] {
  const xs = places(vertical, horizontal);
  const ys = places(horizontal, vertical);
  const columns = xs.length - 1;
  const slabs = ys.length - 1;
  if (columns < 1 || slabs < 1 || columns * slabs > 40_000) return [];
  const parent = Array.from({ length: columns * slabs }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  for (let j = 0; j < slabs; j++) {
    for (let i = 0; i < columns; i++) {
      const here = j * columns + i;
      if (i + 1 < columns && covered(vertical, xs[i + 1]!, [ys[j]!, ys[j + 1]!]) < CLOSED)
        parent[root(here)] = root(here + 1);
      if (j + 1 < slabs && covered(horizontal, ys[j + 1]!, [xs[i]!, xs[i + 1]!]) < CLOSED) {
        parent[root(here + columns)] = root(here);
      }
    }
  }
  const regions = new Map<number, { i: number; j: number }[]>();
  for (let index = 0; index < parent.length; index++) {
    const key = root(index);
    regions.set(key, [...(regions.get(key) ?? []), { i: index % columns, j: Math.floor(index / columns) }]);
  }
  return [...regions.values()]
    .flatMap((parts) => rectangles(parts))
    .map(([i0, j0, i1, j1]) => ({ left: xs[i0]!, top: ys[j0]!, right: xs[i1 + 1]!, bottom: ys[j1 + 1]! }))
    .filter((it) => it.right - it.left >= LEAST_SIDE && it.bottom - it.top >= LEAST_SIDE)
    .sort((a, b) => a.top - b.top || a.left - b.left);
}

/** A region that is no rectangle (a rule is missing somewhere) is cut into its slabs. */
function rectangles(parts: readonly { i: number; j: number }[]): [number, number, number, number][] {
  const i0 = Math.min(...parts.map((it) => it.i));
  const i1 = Math.max(...parts.map((it) => it.i));
  const j0 = Math.min(...parts.map((it) => it.j));
  const j1 = Math.max(...parts.map((it) => it.j));
  if ((i1 - i0 + 1) * (j1 - j0 + 1) === parts.length) return [[i0, j0, i1, j1]];
  const found: [number, number, number, number][] = [];
  for (let j = j0; j <= j1; j++) {
    const row = parts
      .filter((it) => it.j === j)
      .map((it) => it.i)
      .sort((a, b) => a - b);
    let start = 0;
    for (let k = 1; k <= row.length; k++) {
      if (k < row.length && row[k] === row[k - 1]! + 1) continue;
      found.push([row[start]!, j, row[k - 1]!, j]);
      start = k;
    }
  }
  return found;
}
