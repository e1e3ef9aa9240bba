/** A printed sheet as a picture: what the copier would put on paper. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { ColourImage } from '../../../src/domain/image.ts';

let library: Promise<PDFiumLibrary> | undefined;

/** Renders page `index` of a PDF at exactly `width` x `height` pixels, RGB on white. */
export async function renderPdf(
  pdf: Uint8Array,
  { width, height, index = 0 }: { width: number; height: number; index?: number },
): Promise<ColourImage> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(pdf);
  try {
    const page = document.getPage(index);
    const { data } = await page.render({ width, height, render: 'bitmap' });
    const rgb = new Uint8Array(width * height * 3);
    for (let i = 0, j = 0; j < rgb.length; i += 4, j += 3) {
      const alpha = data[i + 3]! / 255;
      for (let c = 0; c < 3; c++) rgb[j + c] = Math.round(data[i + c]! * alpha + 255 * (1 - alpha));
    }
    return { width, height, data: rgb };
  } finally {
    document.destroy();
  }
}
