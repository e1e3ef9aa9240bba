/**
 * Finds where, which way up and how large a form lies on a levelled page: its edges against the page's rules.
 * Each axis is voted on by itself (a pair of rules taken for two known edges gives scale and offset), then the best of
 * both are tried together against the stretches of rule really seen.
 */
import type { Orientation } from '../domain/page.ts';
import { coverage, explained } from './cover-edges.ts';
import type { LevelRules, RuleStretch } from './level-rules.ts';
import type { Matrix3 } from './matrix.ts';
import type { Edge, PreparedForm } from './prepare-form.ts';

/** A rule this far from an edge still speaks for it while voting, mm: curl and photographs bend a page. */
const VOTE_TOLERANCE = 1.6;
/** And while checking a placement piece by piece, mm. */
const CHECK_TOLERANCE = 1.3;
/** Pages may be cut off (larger than the frame) or photographed from afar. */
const SCALE_RANGE = [0.42, 1.4] as const;
/** And scans of a whole sheet: copies and faxes are a little larger or smaller. */
const OWN_SIZE = [0.92, 1.08] as const;
/** Scales across and down may differ this much: fax lines, oblique photographs. */
const MOST_STRETCH = 1.16;
/** Guesses kept per axis. */
const KEPT = 6;
/** Placements kept of a form that lies one way up: a table whose last edge is not printed fits a line higher as well. */
const PLACEMENTS = 4;
/** A placement this far behind the best of its form is not kept. */
const BEHIND = 0.25;
/** Rules looked at per axis, longest first. */
const MOST_RULES = 44;

export interface Match {
  formIndex: number;
  orientation: Orientation;
  /** Form mm to upright, level px. */
  scale: { x: number; y: number };
  offset: { x: number; y: number };
  /** 0..1 */
  score: number;
  recallAcross: number;
  recallDown: number;
  precision: number;
}

interface AxisGuess {
  scale: number;
  offset: number;
  score: number;
}

/** Quarter turns from upright px to level px. */
export const TURNS: Record<Orientation, Matrix3> = {
  0: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  90: [0, -1, 0, 1, 0, 0, 0, 0, 1],
  180: [-1, 0, 0, 0, -1, 0, 0, 0, 1],
  270: [0, 1, 0, -1, 0, 0, 0, 0, 1],
};

/**
 * Every plausible placement of one form, best first. `frame` is the picture's size in px, and px per mm where the sheet
 * surely has its own size.
 */
export function matchForm(
  form: PreparedForm,
  rules: Record<Orientation, LevelRules>,
  frame: { width: number; height: number; formIndex: number; perMm: number | null },
): Match[] {
  const matches: Match[] = [];
  for (const orientation of [0, 90, 180, 270] as const) {
    const seen = rules[orientation];
    const turned = orientation === 90 || orientation === 270;
    const [width, height] = turned ? [frame.height, frame.width] : [frame.width, frame.height];
    const { page } = form.definition;
    const typical = Math.min(width / page.width, height / page.height);
    const { perMm } = frame;
    const range =
      perMm === null
        ? { least: typical * SCALE_RANGE[0], most: typical * SCALE_RANGE[1] }
        : { least: perMm * OWN_SIZE[0], most: perMm * OWN_SIZE[1] };
    const down = voteAxis(form.across, seen.across, range);
    if (down.length === 0) continue;
    const across = voteAxis(form.down, [...seen.down, ...seen.ends], range);
    const best = combine(form, seen, { down, across });
    for (const match of best) matches.push({ ...match, formIndex: frame.formIndex, orientation });
  }
  return matches.sort((a, b) => b.score - a.score);
}

function combine(
  form: PreparedForm,
  seen: LevelRules,
  guesses: { down: AxisGuess[]; across: AxisGuess[] },
): Omit<Match, 'formIndex' | 'orientation'>[] {
  const found: Omit<Match, 'formIndex' | 'orientation'>[] = [];
  /** Of the last that is kept so far, and never far behind the best. */
  let least = 0;
  for (const down of guesses.down) {
    for (const across of guesses.across) {
      const ratio = across.scale / down.scale;
      if (ratio > MOST_STRETCH || ratio < 1 / MOST_STRETCH) continue;
      const scale = { x: across.scale, y: down.scale };
      const offset = { x: across.offset, y: down.offset };
      const scored = scorePlacement(form, seen, { scale, offset, least });
      if (scored === null) continue;
      found.push({ scale, offset, ...scored });
      found.sort((a, b) => b.score - a.score);
      least = Math.max(found[PLACEMENTS - 1]?.score ?? 0, found[0]!.score - BEHIND);
    }
  }
  return found.slice(0, PLACEMENTS);
}

/** Votes for scale (px per mm) and offset (px) along one axis. */
function voteAxis(
  edges: readonly Edge[],
  stretches: readonly RuleStretch[],
  range: { least: number; most: number },
): AxisGuess[] {
  const rules = [...stretches].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_RULES);
  rules.sort((a, b) => a.at - b.at);
  const places = [...new Map(edges.map((edge) => [Math.round(edge.at * 4), edge])).values()];
  const length = new Map<Edge, number>();
  for (const place of places) {
    const same = edges.filter((edge) => Math.abs(edge.at - place.at) < 0.3);
    length.set(
      place,
      same.reduce((sum, edge) => sum + edge.to - edge.from, 0),
    );
  }
  const total = places.reduce((sum, place) => sum + length.get(place)!, 0);
  const nearest = nearestTable(rules);
  const guesses: AxisGuess[] = [];
  for (const [low, high] of anchorPairs(places)) {
    for (let i = 0; i < rules.length; i++) {
      for (let j = i + 1; j < rules.length; j++) {
        const scale = (rules[j]!.at - rules[i]!.at) / (high.at - low.at);
        if (scale < range.least || scale > range.most) continue;
        const offset = rules[i]!.at - scale * low.at;
        let score = 0;
        for (const place of places) {
          const want = length.get(place)!;
          const rule = nearest(scale * place.at + offset);
          if (rule === null) continue;
          const distance = Math.abs(rule.at - scale * place.at - offset) / scale;
          if (distance > VOTE_TOLERANCE) continue;
          const share = Math.min(1, (rule.to - rule.from) / (scale * want));
          score += want * share * (1 - distance / VOTE_TOLERANCE);
        }
        guesses.push({ scale, offset, score: score / total });
      }
    }
  }
  return keepDistinct(guesses, edges);
}

/** Outermost edges, and the next ones in case the outermost is hidden or cut off. */
function anchorPairs(places: readonly Edge[]): [Edge, Edge][] {
  const n = places.length;
  if (n < 2) return [];
  const pairs: [Edge, Edge][] = [[places[0]!, places[n - 1]!]];
  if (n >= 4) {
    pairs.push([places[1]!, places[n - 1]!], [places[0]!, places[n - 2]!], [places[1]!, places[n - 2]!]);
    pairs.push([places[0]!, places[n >> 1]!], [places[n >> 1]!, places[n - 1]!]);
  }
  return pairs.filter(([low, high]) => high.at - low.at > 8);
}

/** Constant-time nearest rule, by a table of one entry a pixel. */
function nearestTable(rules: readonly RuleStretch[]): (at: number) => RuleStretch | null {
  if (rules.length === 0) return () => null;
  const low = Math.floor(rules[0]!.at) - 20;
  const size = Math.ceil(rules[rules.length - 1]!.at) + 20 - low;
  const table = new Array<RuleStretch>(size);
  let next = 0;
  for (let i = 0; i < size; i++) {
    const at = low + i + 0.5;
    while (next + 1 < rules.length && Math.abs(rules[next + 1]!.at - at) <= Math.abs(rules[next]!.at - at)) next++;
    table[i] = rules[next]!;
  }
  return (at) => table[Math.floor(at - low)] ?? null;
}

function keepDistinct(guesses: AxisGuess[], edges: readonly Edge[]): AxisGuess[] {
  guesses.sort((a, b) => b.score - a.score);
  const low = Math.min(...edges.map(({ at }) => at));
  const high = Math.max(...edges.map(({ at }) => at));
  const kept: AxisGuess[] = [];
  for (const guess of guesses) {
    const isNew = kept.every((other) => {
      const first = guess.scale * low + guess.offset - other.scale * low - other.offset;
      const last = guess.scale * high + guess.offset - other.scale * high - other.offset;
      return Math.max(Math.abs(first), Math.abs(last)) > guess.scale * 1.2;
    });
    if (isNew) kept.push(guess);
    if (kept.length >= KEPT) break;
  }
  return kept;
}

/** How much of the form's edges is printed where expected, and how much of the print there is expected; null below `least`. */
function scorePlacement(
  form: PreparedForm,
  seen: LevelRules,
  { scale, offset, least }: Pick<Match, 'scale' | 'offset'> & { least: number },
): Pick<Match, 'score' | 'recallAcross' | 'recallDown' | 'precision'> | null {
  const across = form.across.map((edge) =>
    place(edge, { scale: scale.y, offset: offset.y, along: scale.x, shift: offset.x }),
  );
  const down = form.down.map((edge) =>
    place(edge, { scale: scale.x, offset: offset.x, along: scale.y, shift: offset.y }),
  );
  const recallAcross = coverage(across, seen.acrossPieces, CHECK_TOLERANCE * scale.y);
  const recallDown = coverage(down, seen.downPieces, CHECK_TOLERANCE * scale.x);
  const recall = 0.6 * recallAcross + 0.4 * recallDown;
  if (recall < least) return null;
  const [x, y, w, h] = form.table;
  const table = {
    left: scale.x * x + offset.x,
    right: scale.x * (x + w) + offset.x,
    top: scale.y * y + offset.y,
    bottom: scale.y * (y + h) + offset.y,
  };
  const tolerance = CHECK_TOLERANCE * Math.max(scale.x, scale.y);
  const precision = explained(table, { across, down, seen, tolerance });
  return {
    score: recall * (0.4 + 0.6 * precision),
    recallAcross,
    recallDown,
    precision,
  };
}

function place(edge: Edge, by: { scale: number; offset: number; along: number; shift: number }): Edge {
  return {
    at: by.scale * edge.at + by.offset,
    from: by.along * edge.from + by.shift,
    to: by.along * edge.to + by.shift,
  };
}
