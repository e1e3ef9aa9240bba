/** How large the sheet in a picture is, and the picture at the resolution that detection works at. */
import { InputError } from '../../domain/errors.ts';
import type { GreyImage } from '../../domain/image.ts';
import { resizeGrey } from '../../imaging/pixels.ts';
import { WORK_DPI } from './find-rules.ts';
import type { PageInput } from './read-page.ts';

/** mm */
export interface PageSize {
  width: number;
  height: number;
}

const PX_PER_MM = WORK_DPI / 25.4;
/** mm; smaller is no sheet, larger no page. */
const SIDE = { least: 60, most: 520 };
/** Common sheets, mm: what a picture without a believable resolution is taken for. */
const SHEETS: readonly [number, number][] = [
  [210, 297],
  [215.9, 279.4],
  [215.9, 355.6],
  [297, 420],
  [148, 210],
];

/** Believes a resolution that makes the picture a sheet; else takes the common sheet of nearest shape. */
export function guessSize({ width, height }: GreyImage, dpi: number | null): PageSize {
  const stated = dpi === null ? null : { width: (width / dpi) * 25.4, height: (height / dpi) * 25.4 };
  const isSheet = (it: PageSize) =>
    Math.min(it.width, it.height) >= SIDE.least && Math.max(it.width, it.height) <= SIDE.most;
  if (stated !== null && isSheet(stated)) return snapToSheet(stated);
  const shape = Math.max(width, height) / Math.min(width, height);
  const [short, long] = SHEETS.slice(0, 3).reduce((a, b) =>
    Math.abs(b[1] / b[0] - shape) < Math.abs(a[1] / a[0] - shape) - 0.004 ? b : a,
  );
  const scale = long / Math.max(width, height);
  const guessed = { width: width * scale, height: height * scale };
  return snapToSheet(
    Math.abs(long / short - shape) < 0.03
      ? { width: width > height ? long : short, height: width > height ? short : long }
      : guessed,
  );
}

/** Scanners round to pixels: within half a millimetre of a common sheet it is that sheet. */
function snapToSheet(size: PageSize): PageSize {
  for (const [short, long] of SHEETS) {
    const isPortrait = size.height >= size.width;
    const [width, height] = isPortrait ? [short, long] : [long, short];
    if (Math.abs(size.width - width) < 0.6 && Math.abs(size.height - height) < 0.6) return { width, height };
  }
  const round = (value: number) => Math.round(value * 10) / 10;
  return { width: round(size.width), height: round(size.height) };
}

export async function toWorkSize({ page, size }: PageInput): Promise<{ grey: GreyImage; size: PageSize }> {
  if (Math.min(page.grey.width, page.grey.height) < 200) {
    throw new InputError('form_too_small', 'The image is too small to show a petition sheet.', {
      remedy: 'Scan the blank sheet at 300 dpi.',
    });
  }
  assertPrint(page.grey);
  const known = size === undefined ? guessSize(page.grey, page.dpi) : snapToSheet(size);
  const isSheet = Math.min(known.width, known.height) >= SIDE.least && Math.max(known.width, known.height) <= SIDE.most;
  const final = isSheet ? known : guessSize(page.grey, null);
  const width = Math.round(final.width * PX_PER_MM);
  const height = Math.round(final.height * PX_PER_MM);
  const isThere = Math.abs(width - page.grey.width) <= 1 && Math.abs(height - page.grey.height) <= 1;
  return { grey: isThere ? page.grey : await resizeGrey(page.grey, { width, height, kernel: 'cubic' }), size: final };
}

/** An all-black page, an empty one, or noise holds no form. */
function assertPrint({ data, width, height }: GreyImage): void {
  let dark = 0;
  let restless = 0;
  let count = 0;
  for (let i = 0; i + 1 < data.length; i += 7, count++) {
    if (data[i]! < 128) dark++;
    if (Math.abs(data[i]! - data[i + 1]!) > 60) restless++;
  }
  if (dark / count > 0.8 || restless / count > 0.25 || width * height === 0) {
    throw new InputError('form_unreadable', 'The page is too dark or too noisy to show a form.', {
      remedy: 'Scan the blank sheet again.',
    });
  }
}
