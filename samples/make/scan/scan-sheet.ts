/** From paper (print and ink) to the scanner's picture of it. */
import type { FormDefinition } from '../../../src/domain/form.ts';
import { offsetBox } from '../../../src/domain/geometry.ts';
import type { ColourImage, GreyImage } from '../../../src/domain/image.ts';
import type { Ink } from '../hands/ink.ts';
import { pickWriter } from '../hands/writer.ts';
import { layInk } from '../paper/compose.ts';
import { cupRing, marginNote, punchHoles, stamp, staple } from '../paper/extras.ts';
import { renderPdf } from '../paper/render.ts';
import type { Rng } from '../random.ts';
import type { Split } from '../splits.ts';
import type { TruthGeometry } from '../truth.ts';
import {
  addNoise,
  addShade,
  addSpecks,
  addStreaks,
  blur,
  fade,
  showThrough,
  threshold,
  tint,
  toGrey,
} from './effects.ts';
import { cornersOf, makePlacement, type Placement } from './placement.ts';
import type { Recipe } from './recipe.ts';
import { type Background, warpPaper } from './warp.ts';

/** The paper is drawn no finer than this; a 600 dpi scan of it is as soft as a real one of a laser print. */
const FINEST_PAPER = 300;

export interface SheetOnGlass {
  /** The blank sheet's PDF. */
  pdf: Uint8Array;
  /** What is printed on its other side; another copy of itself (the next sheet of the stack) unless said otherwise. */
  behind?: Uint8Array;
  page: { width: number; height: number };
  inks: Ink[];
  split: Split;
}

export type Picture = { shade: 'colour'; image: ColourImage } | { shade: 'grey' | 'bilevel'; image: GreyImage };

function extraInks(sheet: SheetOnGlass, { extras }: Recipe, rng: Rng): Ink[] {
  const inks: Ink[] = [];
  if (extras.holes) inks.push(punchHoles(sheet.page, rng.fork('holes')));
  if (extras.staple) inks.push(staple(sheet.page, rng.fork('staple')));
  if (extras.stamp) inks.push(stamp(sheet.page, rng.fork('stamp')));
  if (extras.cup) inks.push(cupRing(sheet.page, rng.fork('cup')));
  if (extras.note) inks.push(marginNote(sheet.page, pickWriter(rng.fork('clerk'), sheet.split), rng.fork('note')));
  return inks;
}

function makeBackground(kind: Recipe['background'], rng: Rng): Background {
  if (kind === 'lid') {
    const shade = rng.int(236, 252);
    return () => [shade, shade, shade];
  }
  if (kind === 'black') {
    const shade = rng.int(8, 40);
    return () => [shade, shade, shade];
  }
  const wood = rng.pick([
    [118, 84, 56],
    [70, 62, 58],
    [160, 130, 96],
    [96, 104, 110],
  ]) as [number, number, number];
  const [pitch, phase] = [rng.float(0.01, 0.05), rng.float(0, 6)];
  return (x, y) => {
    const grain =
      12 * Math.sin(phase + pitch * y + 2.2 * Math.sin(x * 0.004 + phase)) + 6 * Math.sin(y * 0.31 + x * 0.013);
    return [wood[0] + grain, wood[1] + grain, wood[2] + grain];
  };
}

async function drawPaper(sheet: SheetOnGlass, recipe: Recipe, rng: Rng): Promise<ColourImage> {
  const dpi = Math.min(FINEST_PAPER, recipe.placement.dpi);
  const size = {
    width: Math.round((sheet.page.width * dpi) / 25.4),
    height: Math.round((sheet.page.height * dpi) / 25.4),
  };
  const paper = await renderPdf(sheet.pdf, size);
  if (recipe.showThrough > 0) {
    const back = await renderPdf(sheet.behind ?? sheet.pdf, size);
    showThrough(paper, await blur(back, dpi / 60), recipe.showThrough);
  }
  await layInk(paper, [...sheet.inks, ...extraInks(sheet, recipe, rng)], sheet.page, rng.fork('ink'));
  fade(paper, recipe.fade);
  tint(paper, recipe.paper);
  return paper;
}

export async function scanSheet(
  sheet: SheetOnGlass,
  recipe: Recipe,
  rng: Rng,
): Promise<{ picture: Picture; placement: Placement }> {
  const paper = await drawPaper(sheet, recipe, rng);
  const placement = makePlacement(recipe.placement);
  let image = warpPaper(paper, placement, makeBackground(recipe.background, rng.fork('background')));
  if (recipe.shadow > 0) addShade(image, recipe.shadow, rng.fork('shade'));
  image = await blur(image, (recipe.blur * recipe.placement.dpi) / 25.4);
  const finish = (picture: ColourImage | GreyImage) => {
    addStreaks(picture, recipe.streaks, rng.fork('streaks'));
    addNoise(picture, recipe.noise, rng.fork('noise'));
  };
  if (recipe.shade === 'colour') {
    finish(image);
    addSpecks(image, { perMillion: recipe.specks, size: 4 }, rng.fork('specks'));
    return { picture: { shade: 'colour', image }, placement };
  }
  const grey = toGrey(image);
  finish(grey);
  if (recipe.shade === 'bilevel') threshold(grey, recipe.threshold);
  addSpecks(grey, { perMillion: recipe.specks, size: 4 }, rng.fork('specks'));
  if (recipe.shade === 'bilevel') threshold(grey, 128);
  return { picture: { shade: recipe.shade, image: grey }, placement };
}

/** Where everything printed lies in the scan. */
export function geometryOf(form: FormDefinition, placement: Placement): TruthGeometry {
  return {
    width: placement.width,
    height: placement.height,
    dpi: placement.spec.dpi,
    page: cornersOf(placement, [0, 0, form.page.width, form.page.height]),
    lines: form.rows.boxes.map((box, i) => ({
      index: i + 1,
      corners: cornersOf(placement, box),
      cells: Object.fromEntries(form.fields.map((f) => [f.name, cornersOf(placement, offsetBox(f.box, box))])),
    })),
  };
}
