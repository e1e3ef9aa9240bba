/** A page's way from decoded picture to cells: assess, flatten, find its form, place it exactly, rectify, read off the ink. */
import { MM_PER_INCH } from '../domain/geometry.ts';
import type { PageImage } from '../domain/image.ts';
import type { PageOutcome, Reason } from '../domain/page.ts';
import { sharpness } from './assess.ts';
import { lookAt } from './assess-page.ts';
import { cutOffBy } from './cut-edges.ts';
import { findForm, type FormFinding } from './find-form.ts';
import { type Flattening, flatten } from './flatten.ts';
import { type Matrix3, multiply, scaling } from './matrix.ts';
import { inkRegion } from './lay-out-cells.ts';
import { keepOnPaper } from './paper-frame.ts';
import { isPrintedThere } from './fit-print.ts';
import { placeByPrint } from './place-by-print.ts';
import type { PreparedForm } from './prepare-form.ts';
import { readLines } from './read-lines.ts';
import { makeMesh, RECTIFIED_DPI, rectifyColour, rectifyGrey, sourceScale } from './rectify.ts';
import { blurred, LEAST_SHARP, remarkOn, stopByDetail, warnOfDetail, warnOfPlace } from './remarks.ts';
import { recordBend } from './source-point.ts';
import { traceRules } from './trace-rules.ts';
import type { WorkImage } from './work-image.ts';

export interface PreprocessOptions {
  /** Rectify the colours too, for the strip a reviewer sees. */
  colour?: boolean;
  /** A person saw something on the page: it is not asked whether it is blank. */
  isNotBlank?: boolean;
  /** Called after each stage with its name and wall milliseconds. */
  onStage?: (stage: string, milliseconds: number) => void;
}

/** Score from which a form found by its lines needs no second look. */
const CERTAIN = 0.8;
/** A form found only by the borders of its tints must fit this well, unless its lines alone found next to nothing. */
const CONVINCING = 0.7;
const RULELESS = 0.45;
/** Share of the print that must be where a form found by its rules seems to lie: a table one line off has less. */
const CONFIRMED = 0.5;
/** Never throws for a strange picture; the forms are those of all open petitions, in the caller's order. */
export function preprocessPage(
  page: PageImage,
  forms: readonly PreparedForm[],
  options: PreprocessOptions = {},
): PageOutcome {
  const stage = stopwatch(options.onStage);
  const look = lookAt(page, { mayBeBlank: options.isNotBlank !== true });
  stage('assess');
  if (look.settled !== null) return look.settled;
  const { work, warnings } = look;
  const { finding, flat } = placeForm(work, forms, stage);
  if (finding.best === null) return notFound(page, finding, look);
  return cutUp(page, forms, { work, best: finding.best, flat, light: warnings, options, stage });
}

/** Rules drawn as lines first; forms of tinted bands and boxes show only when borders count too; then the print. */
function placeForm(
  work: WorkImage,
  forms: readonly PreparedForm[],
  stage: (name: string) => void,
): { finding: FormFinding; flat: { skew: number } } {
  const byRules = placeByRules(work, forms, stage);
  const { finding, flat } = byRules;
  if (finding.best !== null && isConfirmed(work, forms, finding.best)) return byRules;
  const printed = placeByPrint(work, forms, flat);
  stage('find-print');
  if (printed === null) return byRules;
  const { best, skew } = printed;
  const { formIndex, orientation, score } = best;
  const nearest = [{ formIndex, score }, ...finding.nearest.filter((near) => near.formIndex !== formIndex)];
  return { finding: { best, nearest, orientation, score }, flat: { skew } };
}

/** Whether the print is where the rules say; a form whose print is not known is taken by its rules alone. */
function isConfirmed(work: WorkImage, forms: readonly PreparedForm[], best: NonNullable<FormFinding['best']>): boolean {
  return isPrintedThere(work, forms[best.formIndex]!, { placement: best.placement, least: CONFIRMED }) ?? true;
}

function placeByRules(
  work: WorkImage,
  forms: readonly PreparedForm[],
  stage: (name: string) => void,
): { finding: FormFinding; flat: Flattening } {
  const lines = keepOnPaper(work, traceRules(work));
  stage('trace');
  const flat = flatten(lines, work.width, work.height);
  const finding = findForm(work, forms, { tracks: lines, flat, borders: false });
  stage('find-form');
  if (finding.best !== null && finding.score >= CERTAIN) return { finding, flat };
  const tracks = [...lines, ...keepOnPaper(work, traceRules(work, 'borders'))];
  const again = flatten(tracks, work.width, work.height);
  const second = findForm(work, forms, { tracks, flat: again, borders: true });
  stage('find-borders');
  const isTinted = second.score >= CONVINCING || finding.score < RULELESS;
  return second.score > finding.score && isTinted ? { finding: second, flat: again } : { finding, flat };
}

interface Cutting {
  work: WorkImage;
  best: NonNullable<FormFinding['best']>;
  flat: { skew: number };
  light: Reason[];
  options: PreprocessOptions;
  stage: (name: string) => void;
}

function cutUp(page: PageImage, forms: readonly PreparedForm[], cutting: Cutting): PageOutcome {
  const { work, best, flat, light, options, stage } = cutting;
  const form = forms[best.formIndex]!;
  const mesh = makeMesh(best.placement, form.definition.page, work.factor);
  const paperDpi = sourceScale(mesh) * RECTIFIED_DPI;
  const sharp = sharpness(work);
  const unfit = stopByDetail(paperDpi, sharp);
  if (unfit !== null) return { status: 'unreadable', reason: unfit };
  const { drawn, page: rectified } = rectifyGrey(page.grey, mesh, inkRegion(form, RECTIFIED_DPI));
  const rectifiedColour = options.colour && page.colour !== null ? rectifyColour(page.colour, mesh) : null;
  stage('rectify');
  const { lines, header, print } = readLines(drawn, form, RECTIFIED_DPI);
  stage('cells');
  const perMm = paperDpi / work.factor / MM_PER_INCH;
  const cutOff = cutOffBy(form, { placement: best.placement, work, perMm });
  return {
    status: 'registered',
    formIndex: best.formIndex,
    registration: {
      orientation: best.orientation,
      skew: flat.skew,
      residual: best.residual,
      matrix: [...sourceMatrix(best.placement.matrix, work.factor)],
      bend: recordBend(best.placement.bend),
      score: best.score,
    },
    dpi: RECTIFIED_DPI,
    rectified,
    rectifiedColour,
    lines,
    header,
    print,
    warnings: [...light, ...warnOfDetail(paperDpi, sharp), ...warnOfPlace({ residual: best.residual, cutOff })],
  };
}

/** Rectified px to source px. */
function sourceMatrix(matrix: Matrix3, factor: number): Matrix3 {
  return multiply(scaling(factor), multiply(matrix, scaling(25.4 / RECTIFIED_DPI)));
}

function notFound(
  page: PageImage,
  finding: FormFinding,
  { work, warnings }: { work: WorkImage; warnings: Reason[] },
): PageOutcome {
  if (sharpness(work) < LEAST_SHARP) return { status: 'unreadable', reason: blurred() };
  return {
    status: 'unrecognised',
    reason: {
      code: 'no_form_fits',
      message: 'None of the forms lies on this page. Choose the form by hand, or set aside a letter or an insert.',
    },
    orientation: finding.orientation,
    nearest: finding.nearest,
    warnings: [...warnings, ...remarkOn(page, work)],
  };
}

function stopwatch(report: PreprocessOptions['onStage']): (name: string) => void {
  if (report === undefined) return () => {};
  let last = performance.now();
  return (name) => {
    const now = performance.now();
    report(name, now - last);
    last = now;
  };
}
