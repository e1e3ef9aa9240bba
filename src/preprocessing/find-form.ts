/** Which of the forms lies on the page, and exactly where. */
import type { Orientation } from '../domain/page.ts';
import { type FittedPlacement, fitBent, fitFlat } from './fit-placement.ts';
import type { Flattening } from './flatten.ts';
import { type LevelRules, levelRules } from './level-rules.ts';
import { type Match, matchForm, TURNS } from './match-form.ts';
import { apply, invert, type Matrix3, multiply, scaling } from './matrix.ts';
import { writingDirection } from './orient.ts';
import { coverPaper } from './paper-frame.ts';
import type { Placement } from './placement.ts';
import { printAgreement } from './print-agreement.ts';
import type { PreparedForm } from './prepare-form.ts';
import { findRuleEnds } from './rule-ends.ts';
import type { Track } from './trace-rules.ts';
import type { WorkImage } from './work-image.ts';

/** Placements fitted exactly before deciding, each some 10 ms: among a hundred forms several look alike at first. */
const TRIED = 12;
/** Placements of one form that are held against the paper. */
const PLACEMENTS = 6;
/** What agreement of the printed words weighs, and what it counts as where a form's words are not known. */
const WORDS = 0.4;
const UNKNOWN_WORDS = 0.3;
/** A rough score this far behind the best is not tried. */
const BEHIND = 0.2;
/** Rough matches whose page is held against the paper. */
const CONSIDERED = 60;
/** A rough score from which a form in the scan's own size is worth fitting. */
const NEAR_ENOUGH = 0.6;
/** How much a page that does not cover the paper costs. */
const PAPER_WEIGHT = 0.5;
/** How much the way the writing stands weighs between placements that differ in orientation. */
const WRITING = 0.25;
/** Cost of an outermost edge that is not printed while the others are: the table is placed a line too high or low. */
const OUTERMOST = 0.2;
/** Photocopies come out this much larger or smaller (natural logarithm); more costs, but a photograph may say anything. */
const COPY_SCALE = 0.03;
/** Most that a stretch one way costs a scan (natural logarithm, as it is): a fax is stretched whatever its form. */
const MOST_STRETCH_COST = 0.05;
const SCAN_SCALE = { each: 6, most: 0.4 };
const ANY_SCALE = { each: 2, most: 0.15 };
/** A picture of the size of a sheet of paper, mm, to this share, is a scan of the whole sheet. */
const PAPER_SIZES = [
  [210, 297],
  [215.9, 279.4],
  [215.9, 355.6],
  [148, 210],
  [297, 420],
] as const;
const SAME_SIZE = 0.04;
/** Such a scan shows the sheet where it lay: how far its middle may be off at no cost, mm, and what each further one costs. */
const OFF_PLACE = { free: 4, each: 0.03, most: 0.25 };
/** What the ends of rules across are worth beside rules down. */
const ENDS_WORTH = 0.75;
/** Least exact score of a form that lies on the page. */
const ACCEPTED = 0.68;
/** The same where borders between tints count: there more is seen that belongs to no edge. */
const ACCEPTED_TINT = 0.6;
/** Share of the edges down below which a form's rules down count as not printed. */
const FEW_RULES_DOWN = 0.35;
/** Rules paler than this shine through from the other side; the palest hairlines and tints measure twice as much. */
const FAINT_LINE = 12;
const FAINT_TINT = 10;
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
  /** Of the best, also when it was not accepted. */
  score: number;
}

/** Everything traced on the page, and the frame it is level in. */
export interface TracedPage {
  tracks: readonly Track[];
  flat: Flattening;
  /** Whether borders between tints were traced, too. */
  borders: boolean;
}

export function findForm(work: WorkImage, forms: readonly PreparedForm[], traced: TracedPage): FormFinding {
  const { tracks, flat } = traced;
  const ends = findRuleEnds(work, tracks);
  const rules = levelRules(tracks, flat.matrix);
  const matches = matchForms(work, forms, rules)
    .sort((a, b) => b.score - a.score)
    .slice(0, CONSIDERED)
    .map((match) => considerPaper(work, forms[match.formIndex]!, { match, flat }))
    .sort((a, b) => b.score - a.score);
  const first = matches[0];
  if (first === undefined) return { best: null, nearest: [], orientation: 0, score: 0 };
  const close = matches.filter((match) => match.score >= first.score - BEHIND).slice(0, TRIED);
  const isTurned = close.some((match) => match.orientation !== first.orientation);
  // The writing stands one way whatever the form: it is looked at once for each way up.
  const upright = new Map<Orientation, number>();
  const tried = close
    .map((match) => {
      const fit = fitFlat(work, forms[match.formIndex]!, { start: match.start, ends, borders: traced.borders });
      if (isTurned && !upright.has(match.orientation))
        upright.set(match.orientation, uprightness(work, { match, fit }));
      const writing = WRITING * (upright.get(match.orientation) ?? 0);
      const words = printAgreement(work, forms[match.formIndex]!, fit.placement) ?? UNKNOWN_WORDS;
      const stretch = stretchCost(work, forms[match.formIndex]!, match.scale);
      return { match, fit, rank: exactScore(fit, match) + writing + WORDS * words - stretch };
    })
    .sort((a, b) => b.rank - a.rank);
  const { match } = tried[0]!;
  const fit = fitBent(work, forms[match.formIndex]!, {
    flat: tried[0]!.fit.placement,
    ends,
    borders: traced.borders,
  });
  const score = exactScore(fit, match);
  const { formIndex, orientation } = match;
  const { placement, residual } = fit;
  const isFaint = fit.contrast < (traced.borders ? FAINT_TINT : FAINT_LINE);
  const isThere = score >= (traced.borders ? ACCEPTED_TINT : ACCEPTED) && residual <= MOST_RESIDUAL && !isFaint;
  return {
    best: isThere ? { formIndex, orientation, placement, residual, score } : null,
    nearest: nearestForms(matches),
    orientation,
    score,
  };
}

/**
 * A scan is looked at in its own size first: among a hundred forms that takes a tenth of the time. Where none is near,
 * the resolution may be a lie.
 */
function matchForms(work: WorkImage, forms: readonly PreparedForm[], rules: Record<Orientation, LevelRules>): Match[] {
  const matchAll = (isNear: boolean) =>
    forms.flatMap((form, formIndex) => {
      const perMm = isNear && isWholeSheet(work, form) ? work.perMm : null;
      return matchForm(form, rules, { width: work.width, height: work.height, formIndex, perMm }).slice(0, PLACEMENTS);
    });
  const near = matchAll(true);
  return near.some(({ score }) => score >= NEAR_ENOUGH) ? near : matchAll(false);
}

interface Considered extends Match {
  /** Form mm to work px, as matched. */
  start: Matrix3;
  /** How well size and place agree with the paper seen and the resolution stated, 0..1. */
  fits: number;
}

function considerPaper(
  work: WorkImage,
  form: PreparedForm,
  { match, flat }: { match: Match; flat: Flattening },
): Considered {
  const { scale, offset } = match;
  const upright: Matrix3 = [scale.x, 0, offset.x, 0, scale.y, offset.y, 0, 0, 1];
  const start = multiply(invert(flat.matrix)!, multiply(TURNS[match.orientation], upright));
  const cover = coverPaper(work, form, start);
  const fits = (1 - PAPER_WEIGHT * (1 - cover)) * scaleFit(work, form, scale) * placeFit(work, form, start);
  return { ...match, start, fits, score: match.score * fits };
}

/** A scanner states its resolution truly, and a sheet comes out of it as large as it is; photographs may say anything. */
function scaleFit(work: WorkImage, form: PreparedForm, scale: { x: number; y: number }): number {
  if (work.perMm === null) return 1;
  const off = Math.abs(Math.log(Math.sqrt(scale.x * scale.y) / work.perMm));
  const cost = isWholeSheet(work, form) ? SCAN_SCALE : ANY_SCALE;
  return 1 - Math.min(cost.most, cost.each * Math.max(0, off - COPY_SCALE));
}

/** Rows are alike: a table placed a line or two off fits nearly as well, but then the page lies off the picture. */
function placeFit(work: WorkImage, form: PreparedForm, start: Matrix3): number {
  const { width, height } = form.definition.page;
  if (work.perMm === null || !isOfSize(work, [Math.min(width, height), Math.max(width, height)])) return 1;
  const middle = apply(start, width / 2, height / 2);
  const off = Math.hypot(middle.x - work.width / 2, middle.y - work.height / 2) / work.perMm;
  return 1 - Math.min(OFF_PLACE.most, OFF_PLACE.each * Math.max(0, off - OFF_PLACE.free));
}

/** Between forms that fit alike, the one whose lines need not be stretched: a version with other line heights, say. */
function stretchCost(work: WorkImage, form: PreparedForm, scale: { x: number; y: number }): number {
  return isWholeSheet(work, form) ? Math.min(MOST_STRETCH_COST, Math.abs(Math.log(scale.x / scale.y))) : 0;
}

/** Whether the picture has just the size of a sheet of paper, the form's own or a usual one. */
function isWholeSheet(work: WorkImage, form: PreparedForm): boolean {
  const { width, height } = form.definition.page;
  const own = [Math.min(width, height), Math.max(width, height)] as const;
  return [...PAPER_SIZES, own].some((size) => isOfSize(work, size));
}

function isOfSize({ width, height, perMm }: WorkImage, [w, h]: readonly [number, number]): boolean {
  if (perMm === null) return false;
  const [short, long] = [width / perMm, height / perMm].sort((x, y) => x - y) as [number, number];
  return Math.abs(short / w - 1) < SAME_SIZE && Math.abs(long / h - 1) < SAME_SIZE;
}

/** Which way the writing round the table stands, seen from the placed form: -1..1. */
function uprightness(work: WorkImage, { match, fit }: { match: Considered; fit: FittedPlacement }): number {
  const perMm = (match.scale.x + match.scale.y) / 2;
  const matrix = multiply(fit.placement.matrix, scaling(1 / perMm));
  const turned = match.orientation === 90 || match.orientation === 270;
  const [width, height] = turned ? [work.height, work.width] : [work.width, work.height];
  return writingDirection(work, matrix, { left: 0, top: 0, right: width, bottom: height });
}

function nearestForms(matches: readonly Match[]): FormFinding['nearest'] {
  const best = new Map<number, number>();
  for (const { formIndex, score } of matches) best.set(formIndex, Math.max(score, best.get(formIndex) ?? 0));
  return [...best].map(([formIndex, score]) => ({ formIndex, score })).sort((a, b) => b.score - a.score);
}

function exactScore(fit: FittedPlacement, match: Considered): number {
  const ends = ENDS_WORTH * Math.min(1, fit.ends);
  // Ends stand in for rules down only where none at all are printed: some of them matching is another form's table.
  const down = fit.hitsDown < FEW_RULES_DOWN ? Math.max(fit.hitsDown, ends) : fit.hitsDown;
  const found = 0.6 * fit.hitsAcross + 0.4 * down;
  const outer = 1 - OUTERMOST * (1 - Math.min(1, 2 * fit.outermost));
  return found * outer * (0.4 + 0.6 * match.precision) * match.fits;
}
