/** What happens to a page while its paper still lies in the scanner's tray: counted, decoded, looked at. */
import { ParapheError } from '../src/domain/errors.ts';
import type { ColourImage, GreyImage, PageImage } from '../src/domain/image.ts';
import type { Reason } from '../src/domain/page.ts';
import { encodeJpeg } from '../src/imaging/pixels.ts';
import { assessPage } from '../src/preprocessing/assess-page.ts';
import type { ImageStore } from '../src/store/images.ts';
import { createScanOpener } from './scan-opener.ts';
import type { AssessedPage, AssessTask, EntranceStages } from './stages.ts';
import { turnPage } from './turn-page.ts';

/** What people look at: no visible loss at a tenth of the size. 1..100 */
const PICTURE_QUALITY = 85;

const WRONG_SIDE: Reason = {
  code: 'wrong_side',
  message: 'This side is blank. If it is the back of a sheet that was not scanned yet, turn the sheet over.',
};

function reasonOf({ code, message, remedy, params }: ParapheError): Reason {
  return { code, message: remedy === undefined ? message : `${message} ${remedy}`, params };
}

/** A blank page that begins a file may be a sheet laid down the wrong way; further in it is the back of another. */
export const warnOfSide = ({ pageNumber }: AssessTask): Reason[] => (pageNumber === 1 ? [WRONG_SIDE] : []);

/** Keeps a picture for people to look at; answers its content address. */
export const createPictureStore =
  (images: ImageStore) =>
  async (picture: GreyImage | ColourImage, dpi: number | null): Promise<string> =>
    await images.write(await encodeJpeg(picture, { quality: PICTURE_QUALITY, ...(dpi === null ? {} : { dpi }) }));

/** Answers the reason for a damaged page inside a file that could be opened. */
export function createPageDecoder(open: ReturnType<typeof createScanOpener>) {
  return async ({ scanSha256, pageNumber, turnedBy }: AssessTask): Promise<PageImage | Reason> => {
    const scan = await open(scanSha256);
    try {
      return turnPage(await scan.page(pageNumber), turnedBy);
    } catch (error) {
      if (!(error instanceof ParapheError) || error.retryable) throw error;
      return reasonOf(error);
    }
  };
}

export function createEntranceStages(images: ImageStore): EntranceStages {
  const open = createScanOpener(images);
  const decode = createPageDecoder(open);
  const keep = createPictureStore(images);

  async function look(task: AssessTask): Promise<AssessedPage> {
    const page = await decode(task);
    if ('code' in page) return { settled: { status: 'unreadable', image: null, reason: page } };
    const { settled, warnings } = assessPage(page);
    const picture = () => keep(page.colour ?? page.grey, page.dpi);
    if (settled === null) return { settled: null, warnings, image: warnings.length === 0 ? null : await picture() };
    if (settled.status === 'unreadable') return { settled: { ...settled, image: await picture() } };
    const remarks = [...settled.warnings, ...warnOfSide(task)];
    return { settled: { ...settled, warnings: remarks, image: await picture() } };
  }

  return { countPages: async ({ scanSha256 }) => (await open(scanSha256)).pageCount, assessPage: look };
}
