/** Headings over lines without vertical rules → the columns they stand over. Lengths in mm. */
import { classifyHeading } from '../classify-heading.ts';
import type { Slot } from './row-table.ts';
import { type PageWord, textOf, unionBox } from './page-text.ts';

/** A field narrower than this cannot be written in. */
const LEAST_WIDTH = 5;
/** Letters do not fill their type evenly: errors add up from heading to heading, mm for each. */
const OFF_CENTRE = 0.45;

/** How far from the line's beginning its first heading may stand for headings that begin their columns, mm; and stands for sure. */
const FLUSH = { most: 3.5, sure: 1.5 };

export interface Heading {
  text: string;
  left: number;
  right: number;
  /** How far twice its middle may be from twice its column's, mm. */
  offCentre?: number;
}

/** Shares of the height of print: narrower is a space between words, wider parts headings whatever they say. */
const GAP = { least: 0.6, most: 1.25 };
/** Pieces of one heading that a recogniser, or loose setting, has moved apart. */
const MOST_PIECES = 5;
/** What it costs to part headings at the least gap, and to leave them together there and at the widest; 1: words that name nothing. */
const COST = { part: 0.15, join: 0.2, joinWide: 1, unsure: 0.3, plain: 0.1 };

/** Words that stand over each other, with less than `gap` mm between them, belong together. */
function piecesOf(words: readonly PageWord[], gap: number): PageWord[][] {
  const pieces: { right: number; words: PageWord[] }[] = [];
  for (const word of [...words].sort((a, b) => a.box[0] - b.box[0])) {
    const last = pieces.at(-1);
    const right = word.box[0] + word.box[2];
    if (last !== undefined && word.box[0] - last.right < gap) {
      last.words.push(word);
      last.right = Math.max(last.right, right);
    } else pieces.push({ right, words: [word] });
  }
  return pieces.map((it) => it.words);
}

function headingOf(words: PageWord[]): Heading {
  const [left, , width] = unionBox(words.map((it) => it.box));
  // A turned heading of several lines may begin in the middle, or end there.
  const off = words.some((it) => it.turn !== 0) ? Math.max(0, width - sizeOfPrint(words)) : 0;
  return { text: textOf(words), left, right: left + width, offCentre: OFF_CENTRE + off };
}

function middleOf(words: readonly PageWord[]): number {
  const [x, , w] = unionBox(words.map((it) => it.box));
  return x + w / 2;
}

/** Of print: mm, from its larger words, the whole height where there are none. */
function sizeOfPrint(words: readonly PageWord[]): number {
  const sizes = words.map(({ box: [, , w, h], turn }) => (turn === 0 ? h : w)).sort((a, b) => a - b);
  return sizes[Math.floor(0.75 * sizes.length)] ?? 0;
}

function costOf(text: string): number {
  const { type, certain, concepts } = classifyHeading(text);
  if (type === 'text') return certain ? COST.plain : 1;
  return certain || concepts[0] === 'line_number' ? 0 : COST.unsure;
}

/**
 * Headings side by side are nearer to each other than words may be in one: what they say decides. The cheapest way to
 * join neighbouring pieces, found from left to right; turned headings are pieces like the others.
 */
export function divideHeadings(words: readonly PageWord[]): Heading[] {
  const size = sizeOfPrint(words);
  const [least, most] = [GAP.least * size, GAP.most * size];
  // A heading runs one way; the last line of a turned one may reach over its neighbour.
  const pieces = [words.filter((it) => it.turn === 0), words.filter((it) => it.turn !== 0)]
    .flatMap((it) => piecesOf(it, least))
    .sort((a, b) => middleOf(a) - middleOf(b));
  const gaps = pieces.slice(1).map((it, k) => {
    const before = pieces[k]!;
    const isOneWay = (before[0]!.turn === 0) === (it[0]!.turn === 0);
    return isOneWay ? headingOf(it).left - headingOf(before).right : Number.POSITIVE_INFINITY;
  });
  const wideness = (gap: number) => Math.max(0, Math.min(1, (gap - least) / (most - least)));
  const parting = (at: number) => (at === 0 ? 0 : COST.part * (1 - wideness(gaps[at - 1]!)));
  const joining = (gap: number) =>
    gap > most ? Number.POSITIVE_INFINITY : COST.join + (COST.joinWide - COST.join) * wideness(gap);
  const best: { cost: number; headings: Heading[] }[] = [{ cost: 0, headings: [] }];
  for (let end = 1; end <= pieces.length; end++) {
    let chosen = { cost: Number.POSITIVE_INFINITY, headings: [] as Heading[] };
    for (let start = end - 1; start >= Math.max(0, end - MOST_PIECES); start--) {
      const heading = headingOf(pieces.slice(start, end).flat());
      const joined = gaps.slice(start, end - 1).reduce((sum, gap) => sum + joining(gap), 0);
      const cost = best[start]!.cost + parting(start) + joined + costOf(heading.text);
      if (cost < chosen.cost) chosen = { cost, headings: [...best[start]!.headings, heading] };
    }
    best.push(chosen);
  }
  return best.at(-1)!.headings;
}

/** Where all headings are centred, each boundary follows from the one before; null when that does not come out. */
function centredEdges(headings: readonly Heading[], { left, right }: { left: number; right: number }): number[] | null {
  const follow = (middles: readonly number[]) => {
    const edges = [left];
    for (const it of middles) edges.push(2 * it - edges.at(-1)!);
    return edges;
  };
  const middles = headings.map((it) => (it.left + it.right) / 2);
  const off = follow(middles).at(-1)! - right;
  const leeway = headings.map((it) => it.offCentre ?? OFF_CENTRE);
  const all = leeway.reduce((sum, it) => sum + it, 0);
  if (Math.abs(off) > all) return null;
  // Every heading has its part in the error, the more the more leeway it has; it changes sides from edge to edge.
  const shares = leeway.map((it) => it ** 2 / leeway.reduce((sum, other) => sum + other ** 2, 0));
  const count = headings.length;
  const sign = (k: number) => ((count - 1 - k) % 2 === 0 ? 1 : -1);
  const even = follow(middles.map((it, k) => it - (sign(k) * off * shares[k]!) / 2));
  const isSound = headings.every((it, k) => even[k]! <= it.left + 0.8 && even[k + 1]! >= it.right - 0.8);
  return isSound ? even : null;
}

/** Before headings that begin their columns, else half-way between: a guess, unless the first begins where the line does. */
function flushEdges(headings: readonly Heading[], { left, right }: { left: number; right: number }): Edges {
  const before = headings[0]!.left - left;
  const isFlushLeft = before <= FLUSH.most;
  const edges = headings.map((it, k) => {
    if (k === 0) return left;
    return isFlushLeft ? it.left - 1 : (headings[k - 1]!.right + it.left) / 2;
  });
  return { edges: [...edges, right], isGuess: before > FLUSH.sure };
}

interface Edges {
  edges: number[];
  isGuess: boolean;
}

export interface Divided {
  slot: Slot;
  heading: Heading;
  isGuess: boolean;
}

/** Boundaries between headings: before a heading that begins its column, half-way between centred ones. */
export function splitByHeadings(slot: Slot, headings: readonly Heading[]): Divided[] {
  const { left, right } = slot.box;
  const centred = centredEdges(headings, { left, right });
  const { edges, isGuess } =
    centred === null ? flushEdges(headings, { left, right }) : { edges: centred, isGuess: false };
  return headings
    .map((heading, k) => {
      const [from, to] = [edges[k]!, edges[k + 1]!];
      const cells = slot.cells.map((it) => it && { ...it, left: from, right: to });
      return { heading, isGuess, slot: { ...slot, cells, box: { ...slot.box, left: from, right: to }, helpers: [] } };
    })
    .filter((it) => it.slot.box.right - it.slot.box.left >= LEAST_WIDTH);
}
