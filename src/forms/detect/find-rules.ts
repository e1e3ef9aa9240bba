/**
 * Printed rules of an upright page: solid, dotted, dashed, double, coloured, white on colour, and the edges of shaded bands.
 *
 * Along the direction looked for, the page is averaged over a millimetre: text fades, what runs straight stays. A rule
 * is then a ridge (darker or lighter than what lies half a millimetre to either side), a band's end is a step. What was
 * found is proved on the unaveraged pixels, where text shows its gaps.
 */
import type { GreyImage } from '../../domain/image.ts';
import { blurRows, MARGIN, type Mask, markRow, RIDGE_CONTRAST, SIDE, STEP_CONTRAST } from './mark-masks.ts';
import { transpose } from './raster.ts';
import { type Evidence, lookAlong } from './rule-evidence.ts';

export type RuleKind = 'solid' | 'dotted' | 'light' | 'edge';

/** Of a horizontal rule: y, and x from … to. Of a vertical one: x, and y from … to. mm. */
export interface Rule {
  at: number;
  from: number;
  to: number;
  kind: RuleKind;
}

export interface Rules {
  horizontal: Rule[];
  vertical: Rule[];
}

/** All detection works on a page of this resolution, dots per inch. */
export const WORK_DPI = 300;
const PX_PER_MM = WORK_DPI / 25.4;
/** Shortest piece that may be a dot or a dash, px. */
const PIECE = 8;
/** A piece longer than this is a rule by itself and is not joined over wide gaps, px (6 mm). */
const LONG_PIECE = 70;
const GAP_IN_SOLID = 7;
const GAP_IN_DOTTED = 36;
/** mm */
const SHORTEST = {
  horizontal: { rule: 4.5, edge: 12, solid: 0.9 },
  // Filled boxes over each other leave gaps in their common side.
  vertical: { rule: 2.6, edge: 4, solid: 0.8 },
  dotted: 9,
  light: 5,
};
/** Two lines of text come and go as well; a dotted rule does it more often. */
const LEAST_PIECES = 7;
/** Pieces of a white rule that are enough to believe in all of it, and the share of it they must cover. */
const LEAST_LIGHT_PIECES = 3;
const LIGHT_COVERED = 0.35;
/** A word in small type, mm, the pieces it shows at least, and the share of it with ink beside. */
const LETTERS = { longest: 25, pieces: 2, ink: 0.5, double: 0.95 };
/** A stroke of a letter, shorter than this share of a rule of another kind beside it, takes nothing from it. */
const TELLING = 0.25;
/** Rules nearer than this are one double rule, mm. */
const DOUBLE = 1.3;

/** mm: a rule, and the side of a filled box. */
interface Shortest {
  rule: number;
  edge: number;
  /** Share of an edge that must be there. */
  solid: number;
}

interface Run {
  row: number;
  from: number;
  to: number;
}

/** @param page upright, 300 dpi */
export function findRules(page: GreyImage): Rules {
  return {
    horizontal: rulesAlongRows(page, SHORTEST.horizontal),
    vertical: joinLightPieces(rulesAlongRows(transpose(page), SHORTEST.vertical)),
  };
}

function rulesAlongRows(image: GreyImage, shortest: Shortest): Rule[] {
  const blurred = blurRows(image);
  const found: Rule[] = [];
  for (const mask of ['dark', 'light', 'step'] as const) {
    for (const candidate of linkRuns(collectRuns(blurred, mask))) {
      found.push(...prove(image, candidate, { mask, shortest }));
    }
  }
  return mergeRules(found);
}

/** Runs of pixels that look like the mask, rows in order; pieces of dotted rules are joined. */
function collectRuns(blurred: GreyImage, mask: Mask): Run[] {
  const { width, height } = blurred;
  const runs: Run[] = [];
  const marks = new Uint8Array(width + 1);
  for (let y = MARGIN; y < height - MARGIN; y++) {
    markRow(blurred, { y, mask, marks });
    const first = marks.indexOf(1);
    if (first >= 0) runs.push(...runsOfRow(marks, first, y));
  }
  return runs;
}

/** @param marks of the row, with a 0 after the last pixel */
function runsOfRow(marks: Uint8Array, first: number, row: number): Run[] {
  const runs: Run[] = [];
  let open: Run | null = null;
  let pieceLength = 0;
  for (let from = first; from >= 0; ) {
    const end = marks.indexOf(0, from);
    if (end - from >= PIECE) {
      const reach =
        pieceLength > LONG_PIECE ? GAP_IN_SOLID : Math.min(GAP_IN_DOTTED, Math.max(GAP_IN_SOLID, pieceLength * 1.6));
      const gap = open === null ? Number.POSITIVE_INFINITY : from - open.to;
      if (open !== null && gap <= reach && (end - from <= LONG_PIECE || gap <= GAP_IN_SOLID)) open.to = end;
      else {
        open = { row, from, to: end };
        runs.push(open);
      }
      pieceLength = end - from;
    }
    from = marks.indexOf(1, end);
  }
  return runs.filter((it) => it.to - it.from >= LONG_PIECE / 3);
}

interface Candidate {
  runs: Run[];
  from: number;
  to: number;
  /** Mean row, weighted by length. */
  row: number;
}

/** Runs of neighbouring rows that lie over each other are one rule. A rule off the horizontal climbs a pixel at a time. */
function linkRuns(runs: Run[]): Candidate[] {
  const parent = runs.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  let previousStart = 0;
  let rowStart = 0;
  for (let i = 0; i < runs.length; i++) {
    if (i > 0 && runs[i]!.row !== runs[i - 1]!.row) {
      previousStart = runs[i]!.row === runs[i - 1]!.row + 1 ? rowStart : i;
      rowStart = i;
    }
    for (let j = previousStart; j < rowStart; j++) {
      const shared = Math.min(runs[i]!.to, runs[j]!.to) - Math.max(runs[i]!.from, runs[j]!.from);
      if (shared > -GAP_IN_SOLID) parent[root(i)] = root(j);
    }
  }
  const groups = new Map<number, Run[]>();
  runs.forEach((run, index) => {
    const key = root(index);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  });
  return [...groups.values()].map(toCandidate);
}

function toCandidate(runs: Run[]): Candidate {
  let weight = 0;
  let rows = 0;
  for (const run of runs) {
    weight += run.to - run.from;
    rows += (run.to - run.from) * run.row;
  }
  return {
    runs,
    from: Math.min(...runs.map((it) => it.from)),
    to: Math.max(...runs.map((it) => it.to)),
    row: rows / weight,
  };
}

function prove(image: GreyImage, candidate: Candidate, { mask, shortest }: { mask: Mask; shortest: Shortest }): Rule[] {
  const length = (candidate.to - candidate.from) / PX_PER_MM;
  if (length < (mask === 'step' ? shortest.edge : shortest.rule)) return [];
  const rows = new Set(candidate.runs.map((it) => it.row)).size;
  // Thicker than 2.5 mm: not a rule but a picture.
  if (rows > 30) return [];
  const evidence = lookAlong(image, candidate, {
    mask,
    side: SIDE,
    contrast: mask === 'step' ? STEP_CONTRAST : RIDGE_CONTRAST,
  });
  const kind = judge(evidence, { mask, length, solid: shortest.solid });
  const at = (candidate.row + 0.5) / PX_PER_MM;
  if (kind === null) return mask === 'light' ? lightPieces(evidence, { at, from: candidate.from }) : [];
  return [
    {
      at,
      from: (candidate.from + (mask === 'dark' ? evidence.trimFrom : 0)) / PX_PER_MM,
      to: (candidate.to - (mask === 'dark' ? evidence.trimTo : 0)) / PX_PER_MM,
      kind,
    },
  ];
}

/** Between columns white print may stand against a white rule: beside the lines under it the rule is clear. */
function lightPieces({ stretches }: Evidence, { at, from }: { at: number; from: number }): Rule[] {
  return stretches
    .map(
      ([start, end]): Rule => ({ at, from: (from + start) / PX_PER_MM, to: (from + end) / PX_PER_MM, kind: 'light' }),
    )
    .filter((it) => lengthOf(it) >= SHORTEST.light);
}

function judge(
  evidence: Evidence,
  { mask, length, solid }: { mask: Mask; length: number; solid: number },
): RuleKind | null {
  if (mask === 'step') return evidence.solid >= solid ? 'edge' : null;
  if (mask === 'light')
    return evidence.solid >= 0.85 && evidence.sideInk < 0.1 && length >= SHORTEST.light ? 'light' : null;
  if (evidence.solid >= 0.94) return isRowOfLetters(evidence, length) ? null : 'solid';
  if (length < SHORTEST.dotted) return null;
  if (evidence.periodicity >= 0.45 && evidence.sideInk < 0.3 && evidence.pieces >= LEAST_PIECES) return 'dotted';
  if (evidence.solid >= 0.6 && evidence.sideInk < 0.08) return 'solid';
  return null;
}

/**
 * Small letters of a coarse picture flow together along their heads or feet: there is ink beside most of the row, and
 * it is interrupted. Beside one half of a double rule there is ink everywhere.
 */
function isRowOfLetters({ sideInk, pieces }: Evidence, length: number): boolean {
  return length < LETTERS.longest && pieces >= LETTERS.pieces && sideInk >= LETTERS.ink && sideInk <= LETTERS.double;
}

const overlap = (a: Rule, b: Rule) => Math.min(a.to, b.to) - Math.max(a.from, b.from);
const lengthOf = (rule: Rule) => rule.to - rule.from;

/** Pieces of one rule are joined, double rules become one, a band's edge that is a rule's side is dropped. */
function mergeRules(rules: Rule[]): Rule[] {
  const strength: Record<RuleKind, number> = { solid: 3, dotted: 2, light: 2, edge: 1 };
  const sorted = [...rules].sort((a, b) => strength[b.kind] - strength[a.kind] || lengthOf(b) - lengthOf(a));
  const kept: Rule[] = [];
  for (const rule of sorted) {
    const twin = kept.find(
      (it) =>
        Math.abs(it.at - rule.at) <= DOUBLE &&
        overlap(it, rule) >= 0.8 * Math.min(lengthOf(it), lengthOf(rule)) &&
        (it.kind === rule.kind || lengthOf(it) >= TELLING * lengthOf(rule)),
    );
    if (twin !== undefined) {
      const isDouble = lengthOf(rule) >= 0.9 * lengthOf(twin) && rule.kind === twin.kind;
      if (isDouble) twin.at = (twin.at + rule.at) / 2;
      if (rule.kind === twin.kind) {
        twin.from = Math.min(twin.from, rule.from);
        twin.to = Math.max(twin.to, rule.to);
      }
      continue;
    }
    const part = kept.find(
      (it) => it.kind === rule.kind && Math.abs(it.at - rule.at) <= 0.4 && overlap(it, rule) > -0.6,
    );
    if (part === undefined) {
      kept.push({ ...rule });
      continue;
    }
    part.at = (part.at * lengthOf(part) + rule.at * lengthOf(rule)) / (lengthOf(part) + lengthOf(rule));
    part.from = Math.min(part.from, rule.from);
    part.to = Math.max(part.to, rule.to);
  }
  return kept.sort((a, b) => a.at - b.at || a.from - b.from);
}

/** White vertical rules on colour are seen in pieces between their crossings: enough pieces in line are one rule. */
function joinLightPieces(rules: readonly Rule[]): Rule[] {
  const joined = rules.filter((it) => it.kind !== 'light');
  let rest = rules.filter((it) => it.kind === 'light').sort((a, b) => a.from - b.from);
  while (rest.length > 0) {
    const [first] = rest;
    const line = rest.filter((it) => Math.abs(it.at - first!.at) <= 0.4);
    rest = rest.filter((it) => !line.includes(it));
    const covered = line.reduce((sum, it) => sum + lengthOf(it), 0);
    const whole = { ...first!, from: Math.min(...line.map((it) => it.from)), to: Math.max(...line.map((it) => it.to)) };
    if (line.length >= LEAST_LIGHT_PIECES && covered >= LIGHT_COVERED * lengthOf(whole)) joined.push(whole);
    else joined.push(...line);
  }
  return joined;
}
