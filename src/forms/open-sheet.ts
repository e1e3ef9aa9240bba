/** A file with a sheet on it → what detection wants: the page's picture, and size and words where the file has them. */
import { InputError } from '../domain/errors.ts';
import { openPdf } from '../imaging/pdf.ts';
import { decodePage, readImageHeader } from '../imaging/pixels.ts';
import type { PageInput } from './detect/read-page.ts';

/** A PDF's mark stands within this many bytes. */
const MARK_WITHIN = 1024;

function noSuchPage(page: number, pages: number): InputError {
  return new InputError('no_such_page', `There is no page ${page}; the file has ${pages}.`, {
    params: { page, pages },
  });
}

/**
 * @param page from 1
 * @throws InputError `no_such_page`, and the codes of `openPdf` and `decodePage`
 */
export async function openSheet(bytes: Uint8Array, page = 1): Promise<PageInput> {
  const isPdf = Buffer.from(bytes.subarray(0, MARK_WITHIN)).toString('latin1').includes('%PDF-');
  if (!isPdf) {
    const { pages } = await readImageHeader(bytes);
    if (page > pages) throw noSuchPage(page, pages);
    return { page: await decodePage(bytes, { page }) };
  }
  const pdf = await openPdf(bytes);
  try {
    if (page > pdf.pageCount) throw noSuchPage(page, pdf.pageCount);
    return { page: await pdf.page(page), size: pdf.pageSize(page), words: pdf.words(page) };
  } finally {
    pdf.close();
  }
}
