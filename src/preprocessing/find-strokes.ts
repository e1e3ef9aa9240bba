/** Connected ink, and to which cell each piece belongs: a stroke that overshoots goes back to the line it came from. */
import { INK, inFours, type InkPlane, nextInked } from './ink-plane.ts';

/** Ink outside every cell. */
export const NOWHERE = -1;
/** Resolution of the cell map, px. */
const COARSE = 4;
/** A share of a stroke at least this large stays where it is: two words have touched. */
const OWN_SHARE = 0.3;
/** Or so much ink, px: a short word's worth (about 4 mm of pen line). */
const OWN_INK = 420;

/** A cell's place on the plane, px. */
export interface CellArea {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** One piece of connected ink within one cell's keeping. */
export interface Part {
  area: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Sum of (PAPER - brightness) over its px. */
  darkness: number;
  /** Share of the whole stroke that lies in this cell. */
  share: number;
  /** Size of the whole stroke the part belongs to, px. */
  strokeWidth: number;
  strokeHeight: number;
  strokeLeft: number;
  strokeTop: number;
}

export interface Strokes {
  /** Owning cell plus one for every pixel of the plane, 0 = none. */
  owner: Uint16Array;
  parts: Part[][];
}

interface Runs {
  row: Int32Array;
  from: Int32Array;
  to: Int32Array;
  label: Int32Array;
  count: number;
  labels: number;
}

export function findStrokes(plane: InkPlane, cells: readonly CellArea[]): Strokes {
  const runs = labelRuns(plane);
  const map = mapCells(plane, cells);
  const n = cells.length;
  const shares = shareOut(runs, map, n);
  const targets = chooseOwners(shares, runs.labels, n);
  return giveOut(plane, runs, { map, targets, cells: n, shares });
}

/** Eight-connected labelling by runs and union-find. */
function labelRuns({ width, height, kind }: InkPlane): Runs {
  const pixels = { kind, fours: inFours(kind) };
  let capacity = 1 << 15;
  let row = new Int32Array(capacity);
  let from = new Int32Array(capacity);
  let to = new Int32Array(capacity);
  let parent = new Int32Array(capacity);
  let count = 0;
  let previous = 0;
  let current = 0;
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  for (let y = 0; y < height; y++) {
    previous = current;
    current = count;
    let above = previous;
    const base = y * width;
    for (let x = 0; x < width; x++) {
      x = nextInked(pixels, base + x, base + width) - base;
      if (x === width || kind[base + x] !== INK) continue;
      const start = x;
      while (x < width && kind[base + x] === INK) x++;
      if (count === capacity) {
        capacity *= 2;
        [row, from, to, parent] = [row, from, to, parent].map((old) => {
          const grown = new Int32Array(capacity);
          grown.set(old);
          return grown;
        }) as [typeof row, typeof row, typeof row, typeof row];
      }
      row[count] = y;
      from[count] = start;
      to[count] = x;
      parent[count] = count;
      while (above < current && to[above]! < start) above++;
      for (let k = above; k < current && from[k]! <= x; k++) {
        const a = find(k);
        const b = find(count);
        if (a < b) parent[b] = a;
        else parent[a] = b;
      }
      count++;
    }
  }
  const label = new Int32Array(count);
  let labels = 0;
  for (let i = 0; i < count; i++) {
    const root = find(i);
    label[i] = root === i ? labels++ : label[root]!;
  }
  return { row, from, to, label, count, labels };
}

interface CellMap {
  width: number;
  data: Uint16Array;
}

/** Cell plus one at a quarter of the resolution. */
function mapCells(plane: InkPlane, cells: readonly CellArea[]): CellMap {
  const width = Math.ceil(plane.width / COARSE);
  const height = Math.ceil(plane.height / COARSE);
  const data = new Uint16Array(width * height);
  for (const [i, cell] of cells.entries()) {
    const right = Math.min(width, Math.round(cell.right / COARSE));
    const bottom = Math.min(height, Math.round(cell.bottom / COARSE));
    for (let y = Math.max(0, Math.round(cell.top / COARSE)); y < bottom; y++) {
      data.fill(i + 1, y * width + Math.max(0, Math.round(cell.left / COARSE)), y * width + right);
    }
  }
  return { width, data };
}

/** Calls `visit` for every stretch of a run that lies in one cell (0 = in none). */
function eachStretch(
  runs: Runs,
  map: CellMap,
  visit: (run: number, cell: number, from: number, to: number) => void,
): void {
  for (let i = 0; i < runs.count; i++) {
    const base = Math.floor(runs.row[i]! / COARSE) * map.width;
    const end = runs.to[i]!;
    let from = runs.from[i]!;
    while (from < end) {
      const cell = map.data[base + Math.floor(from / COARSE)]!;
      let to = from;
      while (to < end && map.data[base + Math.floor(to / COARSE)] === cell) to = (Math.floor(to / COARSE) + 1) * COARSE;
      to = Math.min(to, end);
      visit(i, cell, from, to);
      from = to;
    }
  }
}

/** Ink by stroke and cell; key = label * (cells + 1) + cell + 1. */
function shareOut(runs: Runs, map: CellMap, cells: number): Map<number, number> {
  const shares = new Map<number, number>();
  eachStretch(runs, map, (run, cell, from, to) => {
    const key = runs.label[run]! * (cells + 1) + cell;
    shares.set(key, (shares.get(key) ?? 0) + to - from);
  });
  return shares;
}

/** For each stroke and cell (plus one), the cell (plus one) that gets that ink. */
function chooseOwners(shares: ReadonlyMap<number, number>, labels: number, cells: number): Map<number, number> {
  const totals = new Float64Array(labels);
  const best = new Int32Array(labels);
  const most = new Float64Array(labels);
  for (const [key, amount] of shares) {
    const label = Math.floor(key / (cells + 1));
    const cell = key % (cells + 1);
    totals[label]! += amount;
    if (cell > 0 && amount > most[label]!) {
      most[label] = amount;
      best[label] = cell;
    }
  }
  const targets = new Map<number, number>();
  for (const [key, amount] of shares) {
    const label = Math.floor(key / (cells + 1));
    const cell = key % (cells + 1);
    const staysPut = amount >= OWN_SHARE * totals[label]! || amount >= OWN_INK;
    // Ink that is mostly outside all cells (a heading, a margin note) stays outside but for what reaches in.
    if (cell === 0) targets.set(key, staysPut && amount > most[label]! ? 0 : best[label]!);
    else targets.set(key, staysPut ? cell : best[label]!);
  }
  return targets;
}

function giveOut(
  plane: InkPlane,
  runs: Runs,
  given: { map: CellMap; targets: ReadonlyMap<number, number>; cells: number; shares: ReadonlyMap<number, number> },
): Strokes {
  const { map, targets, cells, shares } = given;
  const owner = new Uint16Array(plane.width * plane.height);
  const found = new Map<number, Part>();
  const extents = strokeExtents(runs);
  const totals = new Float64Array(runs.labels);
  for (const [key, amount] of shares) totals[Math.floor(key / (cells + 1))]! += amount;
  eachStretch(runs, map, (run, cell, from, to) => {
    const label = runs.label[run]!;
    const target = targets.get(label * (cells + 1) + cell)!;
    if (target === 0) return;
    const y = runs.row[run]!;
    owner.fill(target, y * plane.width + from, y * plane.width + to);
    let darkness = 0;
    for (let i = y * plane.width + from; i < y * plane.width + to; i++) darkness += 200 - plane.even[i]!;
    const key = label * (cells + 1) + target;
    const part = found.get(key);
    if (part === undefined) {
      const strokeWidth = extents.right[label]! - extents.left[label]!;
      const strokeHeight = extents.bottom[label]! - extents.top[label]!;
      found.set(key, {
        area: to - from,
        left: from,
        top: y,
        right: to,
        bottom: y + 1,
        darkness,
        share: 0,
        strokeWidth,
        strokeHeight,
        strokeLeft: extents.left[label]!,
        strokeTop: extents.top[label]!,
      });
      return;
    }
    part.area += to - from;
    part.darkness += darkness;
    part.left = Math.min(part.left, from);
    part.right = Math.max(part.right, to);
    part.bottom = y + 1;
  });
  const parts: Part[][] = Array.from({ length: cells }, () => []);
  for (const [key, part] of found) {
    part.share = part.area / totals[Math.floor(key / (cells + 1))]!;
    parts[(key % (cells + 1)) - 1]!.push(part);
  }
  return { owner, parts };
}

function strokeExtents(runs: Runs): { left: Int32Array; right: Int32Array; top: Int32Array; bottom: Int32Array } {
  const left = new Int32Array(runs.labels).fill(2 ** 30);
  const right = new Int32Array(runs.labels);
  const top = new Int32Array(runs.labels).fill(2 ** 30);
  const bottom = new Int32Array(runs.labels);
  for (let i = 0; i < runs.count; i++) {
    const label = runs.label[i]!;
    left[label] = Math.min(left[label]!, runs.from[i]!);
    right[label] = Math.max(right[label]!, runs.to[i]!);
    top[label] = Math.min(top[label]!, runs.row[i]!);
    bottom[label] = Math.max(bottom[label]!, runs.row[i]! + 1);
  }
  return { left, right, top, bottom };
}
