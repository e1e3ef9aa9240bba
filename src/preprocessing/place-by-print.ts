/** Which form lies on the page, and where, told by its printed text; asked when the rules alone leave doubt. */
import type { FormFinding } from './find-form.ts';
import { findPrint, type PrintMatch } from './find-print.ts';
import { fitPrint, fitPrintAndRules, type PrintFit, type PrintedEdges } from './fit-print.ts';
import { type Flattening, rotation } from './flatten.ts';
import type { PreparedForm } from './prepare-form.ts';
import { findTextSkew } from './text-skew.ts';
import type { WorkImage } from './work-image.ts';

/** Rough places fitted exactly, each some 100 ms; further behind the best in likeness they are not worth it. */
const TRIED = 5;
const BEHIND = 0.2;
const LEAST_LIKENESS = 0.5;
/** Share of the print found from which it is this form: of others up to 0.48 was found, of the right one 0.59 to 1. */
const ACCEPTED = 0.55;
/** And from which the search may end. */
const CERTAIN = 0.8;
/** Forms that share their text are told apart by their rules. */
const SAME_TEXT = 0.12;
/** Share of edges seen as lines below which borders between tints are looked at, too. */
const FEW_RULES = 0.5;
/** Largest residual, mm. */
const MOST_RESIDUAL = 1;
/** Degrees by which two guesses of the skew differ enough to try both. */
const OTHER_SKEW = 0.3;

interface Fitted {
  match: PrintMatch;
  fit: PrintFit;
}

export interface PlacedByPrint {
  best: NonNullable<FormFinding['best']>;
  skew: number;
}

export function placeByPrint(work: WorkImage, forms: readonly PreparedForm[], flat: Flattening): PlacedByPrint | null {
  if (forms.every(({ landmarks }) => landmarks === null)) return null;
  const skew = findTextSkew(work);
  const fitted = fitBest(work, forms, findBothWays(work, forms, { flat, skew }));
  const best = fitted[0];
  if (best === undefined || best.fit.hits < ACCEPTED) return null;
  const rivals = fitted.filter(({ fit }) => fit.hits >= best.fit.hits - SAME_TEXT);
  const placed = rivals
    .map((rival) => ({ ...rival, ...withRules(work, forms[rival.match.formIndex]!, rival.fit) }))
    .sort((a, b) => b.fit.hits + b.edges - a.fit.hits - a.edges)[0]!;
  if (placed.residual > MOST_RESIDUAL) return null;
  const { formIndex, orientation } = placed.match;
  const { placement, residual } = placed;
  return { best: { formIndex, orientation, placement, residual, score: placed.fit.hits }, skew };
}

/** Few rules say little about skew and perspective: the text's own skew is tried beside theirs. */
function findBothWays(
  work: WorkImage,
  forms: readonly PreparedForm[],
  { flat, skew }: { flat: Flattening; skew: number },
): PrintMatch[] {
  const turned = rotation((skew * Math.PI) / 180, work.width, work.height);
  const byText = findPrint(work, forms, turned);
  const isOther = flat.perspective || Math.abs(flat.skew - skew) > OTHER_SKEW;
  const all = isOther ? [...byText, ...findPrint(work, forms, flat.matrix)] : byText;
  return all.sort((a, b) => b.likeness - a.likeness);
}

/** Best first. */
function fitBest(work: WorkImage, forms: readonly PreparedForm[], matches: readonly PrintMatch[]): Fitted[] {
  const least = Math.max(LEAST_LIKENESS, (matches[0]?.likeness ?? 0) - BEHIND);
  const fitted: Fitted[] = [];
  for (const match of matches.filter(({ likeness }) => likeness >= least).slice(0, TRIED)) {
    const fit = fitPrint(work, forms[match.formIndex]!, match.start);
    if (fit !== null) fitted.push({ match, fit });
    const next = matches[matches.indexOf(match) + 1];
    // The next one may be another version of the same form.
    if (fit !== null && fit.hits >= CERTAIN && (next?.likeness ?? 0) < match.likeness - SAME_TEXT / 2) break;
  }
  return fitted.sort((a, b) => b.fit.hits - a.fit.hits);
}

function withRules(work: WorkImage, form: PreparedForm, { matrix }: PrintFit): PrintedEdges {
  const lines = fitPrintAndRules(work, form, { matrix, borders: false });
  if (lines.edges >= FEW_RULES) return lines;
  const borders = fitPrintAndRules(work, form, { matrix, borders: true });
  return borders.edges > Math.max(FEW_RULES, lines.edges) ? borders : lines;
}
