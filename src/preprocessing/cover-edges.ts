/** Edges of a placed form held against the stretches of rule seen on the page. Both sorted by place. */
import type { LevelRules, RuleStretch } from './level-rules.ts';
import type { Edge } from './prepare-form.ts';

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
