/**
 * Filled sheets of one form → proposed form definition, when no blank exists. Several sheets are laid over the first, and
 * what most of them share is the form. On a single sheet the printed lines are compared with each other instead: what
 * does not come again line by line is handwriting.
 */
import type { GreyImage } from '../domain/image.ts';
import { turnGrey } from '../imaging/grey.ts';
import { toWorkSize } from './detect/page-size.ts';
import { type PageInput, type RecogniseText, readUpright } from './detect/read-page.ts';
import { makeStraight, makeUpright } from './detect/upright.ts';
import { type DetectedForm, finishForm, type Sketch, sketchForm } from './detect-form.ts';
import { eraseWriting } from './filled/erase-writing.ts';
import { keepCommonPrint } from './filled/keep-print.ts';
import { layOver } from './filled/lay-over.ts';
import { recurringRules } from './filled/recurring-rules.ts';

export interface DetectFilledInput {
  /** Scans of the same side of the same form, at least one; the first decides how the page lies. */
  pages: readonly PageInput[];
  /** Of the definition; made from the title when absent. */
  id?: string;
}

export interface DetectedFromFilled extends DetectedForm {
  /** For each page given: whether it was found to be of the same form as the first (which always is). */
  used: boolean[];
}

/** @throws InputError `form_too_small`, `form_unreadable`, `form_not_found` */
export async function detectFilledForm(
  { pages: [first, ...others], id }: DetectFilledInput,
  deps: { recogniseText: RecogniseText },
): Promise<DetectedFromFilled> {
  if (first === undefined) throw new RangeError('Expected at least one page but received none');
  const { grey, size } = await toWorkSize(first);
  const upright = await makeUpright(grey, size, deps.recogniseText);
  const laid: GreyImage[] = [];
  for (const other of others) laid.push(await turnLike(upright.page, other));
  const { page, used } = keepCommonPrint([upright.page, ...laid]);
  const read = await readUpright(page, upright.size, deps.recogniseText);
  const printed = { ...read, rules: recurringRules(read.rules) };
  const sketch = await sketchForm(printed, { ...deps, isFilled: true });
  // What several sheets share is print; on one alone its lines must tell.
  const clean = used.includes(true) ? sketch : await withoutWriting(sketch, deps);
  const { form, page: blank, problems } = finishForm(clean, id);
  return { form, page: blank, problems, used: [true, ...used] };
}

/** The page turned so that it lies like the first. */
async function turnLike(first: GreyImage, other: PageInput): Promise<GreyImage> {
  const { grey } = await toWorkSize(other);
  const isUpright = grey.width > grey.height === first.width > first.height;
  const pages = ([0, 180] as const).map((turn) =>
    makeStraight(turnGrey(grey, isUpright ? turn : turn === 0 ? 90 : 270)),
  );
  const agreements = pages.map((it) => layOver(first, it)?.agreement ?? 0);
  return agreements[1]! > agreements[0]! ? pages[1]! : pages[0]!;
}

/** Once more, without what stands in one line alone. The words outside the lines are read already. */
async function withoutWriting(sketch: Sketch, deps: { recogniseText: RecogniseText }): Promise<Sketch> {
  const { page, isErased } = eraseWriting(sketch.read.page, sketch.chosen.table, sketch.read.rules);
  const words = sketch.read.words.filter((it) => !isErased(it.box));
  return sketchForm({ ...sketch.read, page, words, isText: true }, deps);
}
