/** Which of the forms lies on the page, and exactly where. */
import type { Orientation } from '../domain/page.ts';
import { type FittedPlacement, fitPlacement } from './fit-placement.ts';
import type { Flattening } from './flatten.ts';
import { levelRules } from './level-rules.ts';
import { type Match, matchForm, TURNS } from './match-form.ts';
import { invert, type Matrix3, multiply } from './matrix.ts';
import type { Placement } from './placement.ts';
import type { PreparedForm } from './prepare-form.ts';
import type { Track } from './trace-rules.ts';
import type { WorkImage } from './work-image.ts';

/** Placements fitted exactly before deciding; each costs about 100 ms. */
const TRIED = 4;
/** A rough score this far behind the best is not tried. */
const BEHIND = 0.2;
/** Least exact score of a form that lies on the page. */
const ACCEPTED = 0.5;
/** Largest residual of a form that lies on the page, mm. */
const MOST_RESIDUAL = 1;

export interface FormFinding {
  best: {
    formIndex: number;
    orientation: Orientation;
    placement: Placement;
    residual: number;
    score: number;
  } | null;
  /** Best first, one entry a form. */
  nearest: { formIndex: number; score: number }[];
  orientation: Orientation;
}

export function findForm(
  work: WorkImage,
  forms: readonly PreparedForm[],
  { tracks, flat }: { tracks: readonly Track[]; flat: Flattening },
): FormFinding {
  const rules = levelRules(tracks, flat.matrix);
  const frame = { width: work.width, height: work.height };
  const matches = forms
    .flatMap((form, formIndex) => matchForm(form, rules, { ...frame, formIndex }).slice(0, 4))
    .sort((a, b) => b.score - a.score);
  const first = matches[0];
  if (first === undefined) return { best: null, nearest: [], orientation: 0 };
  const tried = matches
    .filter((match) => match.score >= first.score - BEHIND)
    .slice(0, TRIED)
    .map((match) => ({ match, ...fitExactly(work, forms[match.formIndex]!, { match, flat, tracks }) }))
    .sort((a, b) => b.score - a.score);
  const best = tried[0]!;
  const isThere = best.score >= ACCEPTED && best.fit.residual <= MOST_RESIDUAL;
  return {
    best: isThere
      ? {
          formIndex: best.match.formIndex,
          orientation: best.match.orientation,
          placement: best.fit.placement,
          residual: best.fit.residual,
          score: best.score,
        }
      : null,
    nearest: nearestForms(matches),
    orientation: best.match.orientation,
  };
}

function nearestForms(matches: readonly Match[]): FormFinding['nearest'] {
  const best = new Map<number, number>();
  for (const { formIndex, score } of matches) best.set(formIndex, Math.max(score, best.get(formIndex) ?? 0));
  return [...best].map(([formIndex, score]) => ({ formIndex, score })).sort((a, b) => b.score - a.score);
}

function fitExactly(
  work: WorkImage,
  form: PreparedForm,
  { match, flat, tracks }: { match: Match; flat: Flattening; tracks: readonly Track[] },
): { fit: FittedPlacement; score: number } {
  const { scale, offset } = match;
  const upright: Matrix3 = [scale.x, 0, offset.x, 0, scale.y, offset.y, 0, 0, 1];
  const start = multiply(invert(flat.matrix)!, multiply(TURNS[match.orientation], upright));
  const fit = fitPlacement(work, form, { start, tracks });
  const found = 0.6 * fit.hitsAcross + 0.4 * fit.hitsDown;
  return { fit, score: found * (0.4 + 0.6 * match.precision) };
}
