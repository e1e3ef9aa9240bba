/** The rules of a page, carried into the levelled frame and seen from each of the four sides. */
import type { Orientation } from '../domain/page.ts';
import { apply, type Matrix3 } from './matrix.ts';
import type { Track } from './trace-rules.ts';

/** A track steeper than this after levelling is no rule of the table. */
const MOST_SLOPE = 0.05;
/** Length of the pieces a curled rule is cut into, px (about 20 mm). */
const PIECE = 120;
/** Rule ends this close to a common place form a virtual rule, px. */
const END_SPREAD = 12;

/** A stretch of rule: `at` across its direction, `from`..`to` along it; px in the levelled frame. */
export interface RuleStretch {
  at: number;
  from: number;
  to: number;
}

export interface LevelRules {
  across: RuleStretch[];
  down: RuleStretch[];
  /** Places where several rules across begin or end: stand-ins for rules down that are not printed. */
  ends: RuleStretch[];
  /** Short pieces of the same rules, sorted by `at`. */
  acrossPieces: RuleStretch[];
  downPieces: RuleStretch[];
}

type Traced = { whole: RuleStretch; pieces: RuleStretch[] };

export function levelRules(tracks: readonly Track[], matrix: Matrix3): Record<Orientation, LevelRules> {
  const across: Traced[] = [];
  const down: Traced[] = [];
  for (const track of tracks) {
    const points = track.points.map((point) => apply(matrix, point.x, point.y));
    const isAcross = track.direction === 'across';
    const along = points.map((point) => (isAcross ? point.x : point.y));
    const at = points.map((point) => (isAcross ? point.y : point.x));
    const traced = cut(along, at);
    if (traced !== null) (isAcross ? across : down).push(traced);
  }
  return {
    0: view(across, down, { flipAcross: 1, flipDown: 1 }),
    180: view(across, down, { flipAcross: -1, flipDown: -1 }),
    // Upright u = y, v = -x: rules down become rules across.
    90: view(down, across, { flipAcross: -1, flipDown: 1 }),
    270: view(down, across, { flipAcross: 1, flipDown: -1 }),
  };
}

function cut(along: number[], at: number[]): Traced | null {
  const n = along.length;
  const length = along[n - 1]! - along[0]!;
  if (length <= 0 || Math.abs(at[n - 1]! - at[0]!) > MOST_SLOPE * length + 3) return null;
  const pieces: RuleStretch[] = [];
  let start = 0;
  for (let i = 1; i < n; i++) {
    if (along[i]! - along[start]! < PIECE && i < n - 1) continue;
    const part = at.slice(start, i + 1);
    pieces.push({ at: part.reduce((sum, value) => sum + value, 0) / part.length, from: along[start]!, to: along[i]! });
    start = i;
  }
  const sorted = [...at].sort((a, b) => a - b);
  return { whole: { at: sorted[n >> 1]!, from: along[0]!, to: along[n - 1]! }, pieces };
}

/**
 * `flipAcross` is the sign that carries `at` of the rules now across (and with it the run of the rules now down)
 * into upright coordinates; `flipDown` likewise for the rules now down.
 */
function view(
  across: Traced[],
  down: Traced[],
  { flipAcross, flipDown }: { flipAcross: 1 | -1; flipDown: 1 | -1 },
): LevelRules {
  const turnedAcross = across.map((traced) => turn(traced, flipAcross, flipDown));
  const turnedDown = down.map((traced) => turn(traced, flipDown, flipAcross));
  const byPlace = (a: RuleStretch, b: RuleStretch) => a.at - b.at;
  const wholeAcross = turnedAcross.map(({ whole }) => whole);
  return {
    across: unite(wholeAcross),
    down: unite(turnedDown.map(({ whole }) => whole)),
    ends: commonEnds(wholeAcross),
    acrossPieces: turnedAcross.flatMap(({ pieces }) => pieces).sort(byPlace),
    downPieces: turnedDown.flatMap(({ pieces }) => pieces).sort(byPlace),
  };
}

function turn({ whole, pieces }: Traced, at: 1 | -1, along: 1 | -1): Traced {
  const flip = (stretch: RuleStretch): RuleStretch => ({
    at: at * stretch.at,
    from: along > 0 ? stretch.from : -stretch.to,
    to: along > 0 ? stretch.to : -stretch.from,
  });
  return { whole: flip(whole), pieces: pieces.map(flip) };
}

/** Stretches of one broken rule become one, whose length is what was seen of it. */
function unite(stretches: RuleStretch[]): RuleStretch[] {
  const sorted = [...stretches].sort((a, b) => a.at - b.at);
  const united: (RuleStretch & { seen: number })[] = [];
  for (const stretch of sorted) {
    const last = united[united.length - 1];
    const length = stretch.to - stretch.from;
    if (last === undefined || stretch.at - last.at > 2.5) {
      united.push({ ...stretch, seen: length });
      continue;
    }
    last.at = (last.at * last.seen + stretch.at * length) / (last.seen + length);
    last.seen += length;
  }
  return united.map(({ at, from, seen }) => ({ at, from, to: from + seen }));
}

function commonEnds(across: readonly RuleStretch[]): RuleStretch[] {
  const ends = across
    .filter(({ from, to }) => to - from > PIECE)
    .flatMap(({ at, from, to }) => [
      { along: from, at },
      { along: to, at },
    ])
    .sort((a, b) => a.along - b.along);
  const groups: { along: number; at: number }[][] = [];
  for (const end of ends) {
    const group = groups[groups.length - 1];
    if (group !== undefined && end.along - group[0]!.along < END_SPREAD) group.push(end);
    else groups.push([end]);
  }
  return groups
    .filter((group) => group.length >= 3)
    .map((group) => {
      const middle = group[group.length >> 1]!.along;
      const places = group.map(({ at }) => at);
      return { at: middle, from: Math.min(...places), to: Math.max(...places) };
    });
}
