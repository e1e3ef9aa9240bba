/** Edges of a placed form held against the stretches of rule seen on the page. Both sorted by place. */
import type { LevelRules, RuleStretch } from './level-rules.ts';
import type { Edge } from './prepare-form.ts';

/** Where rules down are looked for on this and on that side of the table's end, mm from it. */
const WITHIN = { from: 1, to: 5 } as const;
const BEYOND = { from: 2, to: 6 } as const;
/** Share of the rules down from which they count as seen, or as going on. */
const MOST = 0.5;

/** Share of the edges' length with a piece of rule within the tolerance; pieces sorted by place. */
export function coverage(edges: readonly Edge[], pieces: readonly RuleStretch[], tolerance: number): number {
  let want = 0;
  let got = 0;
  for (const edge of edges) {
    const length = edge.to - edge.from;
    want += length;
    let covered = 0;
    for (let i = lowerBound(pieces, edge.at - tolerance); i < pieces.length; i++) {
      const piece = pieces[i]!;
      if (piece.at > edge.at + tolerance) break;
      covered += Math.max(0, Math.min(piece.to, edge.to) - Math.max(piece.from, edge.from));
    }
    got += Math.min(length, covered);
  }
  return want === 0 ? 0 : got / want;
}

export function lowerBound(pieces: readonly RuleStretch[], at: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function explained(
  table: { left: number; right: number; top: number; bottom: number },
  by: { across: Edge[]; down: Edge[]; seen: LevelRules; tolerance: number },
): number {
  const { across, down, seen, tolerance } = by;
  const frameDown = { from: table.left, to: table.right, low: table.top, high: table.bottom };
  const frameAcross = { from: table.top, to: table.bottom, low: table.left, high: table.right };
  const first = explainedPieces(across, seen.acrossPieces, { ...frameDown, tolerance });
  const second = explainedPieces(down, seen.downPieces, { ...frameAcross, tolerance });
  const all = first.all + second.all;
  return all === 0 ? 0 : (first.good + second.good) / all;
}

/** Edges and pieces sorted by place. */
function explainedPieces(
  edges: readonly Edge[],
  pieces: readonly RuleStretch[],
  frame: { from: number; to: number; low: number; high: number; tolerance: number },
): { good: number; all: number } {
  let good = 0;
  let all = 0;
  const start = lowerBound(pieces, frame.low - frame.tolerance);
  for (let i = start; i < pieces.length; i++) {
    const piece = pieces[i]!;
    if (piece.at > frame.high + frame.tolerance) break;
    const inside = Math.min(piece.to, frame.to) - Math.max(piece.from, frame.from);
    if (inside <= 0) continue;
    all += inside;
    if (isExplained(edges, piece, { tolerance: frame.tolerance, inside })) good += inside;
  }
  return { good, all };
}

function isExplained(
  edges: readonly Edge[],
  piece: RuleStretch,
  { tolerance, inside }: { tolerance: number; inside: number },
): boolean {
  for (let k = lowerBound(edges, piece.at - tolerance); k < edges.length; k++) {
    const edge = edges[k]!;
    if (edge.at > piece.at + tolerance) return false;
    if (edge.from - tolerance <= piece.from + inside / 2 && edge.to + tolerance >= piece.to - inside / 2) return true;
  }
  return false;
}

/** A table is seen whole when its rules down end with it; headings and summing lines may prolong them on one side. */
export function closesTable(
  table: { top: number; bottom: number },
  by: { down: readonly Edge[]; pieces: readonly RuleStretch[]; scale: { y: number }; tolerance: number },
): boolean | null {
  const near = by.tolerance;
  const at = (end: number, side: number) => {
    const reaching = by.down.filter((edge) => Math.abs((side > 0 ? edge.to : edge.from) - end) < near);
    const share = ({ from, to }: { from: number; to: number }, towards: number) => {
      const reach = [end + towards * from * by.scale.y, end + towards * to * by.scale.y].sort((a, b) => a - b);
      const stretches = reaching.map((edge) => ({ at: edge.at, from: reach[0]!, to: reach[1]! }));
      return coverage(stretches, by.pieces, near);
    };
    return { isSeen: share(WITHIN, -side) >= MOST, goesOn: share(BEYOND, side) >= MOST };
  };
  const ends = [at(table.top, -1), at(table.bottom, 1)];
  if (ends.some(({ isSeen }) => !isSeen)) return null;
  return ends.some(({ goesOn }) => !goesOn);
}
