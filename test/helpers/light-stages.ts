/**
 * Stands in for preprocessing and recognition where a test is about the way between processes and not about reading:
 * real files, real store, real decoding, and an outcome that depends on nothing but the page's pixels.
 *
 * A page's top band decides: black → unrecognised, else each further band is one printed line, dark → filled.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Box } from '../../src/domain/geometry.ts';
import type { GreyImage } from '../../src/domain/image.ts';
import type { LineImage } from '../../src/domain/page.ts';
import { parseSeparatorCode } from '../../src/forms/print-separator.ts';
import { encodeJpeg } from '../../src/imaging/pixels.ts';
import { readCodes } from '../../src/imaging/read-codes.ts';
import { serveProcess } from '../../src/intake/recycled-process.ts';
import { createImageStore } from '../../src/store/images.ts';
import type { PreparedPage } from '../../src/store/page.ts';
import { packCells, unpackCells } from '../../workers/cells.ts';
import { createScanOpener } from '../../workers/scan-opener.ts';
import type { PrepareTask, Stages } from '../../workers/stages.ts';
import { BANDS } from './bands.ts';

/** px: wider than any page of synthetic-scans.ts. */
const LARGEST = 300;

const settingsSchema = z.object({ dataFolder: z.string() });

function band(image: GreyImage, index: number): { box: Box; mean: number; data: Uint8Array } {
  const height = Math.floor(image.height / BANDS);
  const data = image.data.slice(index * height * image.width, (index + 1) * height * image.width);
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return { box: [0, index * height, image.width, height], mean, data };
}

function lineOf(image: GreyImage, index: number): LineImage {
  const { box, mean, data } = band(image, index);
  const state = mean < 200 ? 'filled' : 'empty';
  const cell = { field: 'family_name', type: 'family_name' as const, box, ink: 'filled' as const, inkConfidence: 1 };
  const cells = state === 'empty' ? [] : [{ ...cell, image: { width: box[2], height: box[3], data } }];
  return { index, box, state, stateConfidence: 1, signed: false, signedConfidence: 1, cells };
}

/** The grain of each band, as a print: pictures of the same grain are taken for one paper. */
function printOf(image: GreyImage) {
  return Array.from({ length: BANDS - 1 }, (_, at) => {
    const { data } = band(image, at + 1);
    const ink = new Uint8Array(400);
    for (let i = 0; i < ink.length; i++) ink[i] = data[Math.floor(i * 7.3)]! & 1 ? 15 : 0;
    return { columns: 20, rows: 20, ink };
  });
}

serveProcess<Stages>(async (settings) => {
  const images = await createImageStore({ folder: settingsSchema.parse(settings).dataFolder });
  const open = createScanOpener(images);

  async function preparePage({
    scanSha256,
    pageNumber,
    forms,
    pageId,
    generation,
  }: PrepareTask): Promise<PreparedPage> {
    const scan = await open(scanSha256);
    const { grey } = await scan.page(pageNumber);
    const image = await images.write(await encodeJpeg(grey));
    // Our small pages carry no codes: looking for some would start a reader in each of the processes that tests kill.
    for (const code of grey.width > LARGEST ? await readCodes(grey) : []) {
      const separatorId = parseSeparatorCode(code);
      if (separatorId !== null) return { status: 'separator' as const, orientation: 0 as const, image, separatorId };
    }
    const form = forms[0];
    if (form === undefined || band(grey, 0).mean < 60) {
      const reason = { code: 'no_form_fits', message: 'No form fits.' };
      return { status: 'unrecognised' as const, orientation: 0 as const, image, reason, nearest: [], warnings: [] };
    }
    const lines = Array.from({ length: BANDS - 1 }, (_, index) => lineOf(grey, index + 1));
    await images.writeCells(pageId, generation, packCells({ lines, header: [] }));
    const registration = {
      orientation: 0 as const,
      skew: 0,
      residual: 0,
      matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      bend: null,
      score: 1,
    };
    return {
      status: 'registered' as const,
      formId: form.id,
      registration,
      dpi: 20,
      width: grey.width,
      height: grey.height,
      image,
      lines: lines.map(({ index, box }) => ({ index, box })),
      print: printOf(grey),
      warnings: [],
    };
  }

  return {
    countPages: async ({ scanSha256 }) => (await open(scanSha256)).pageCount,
    assessPage: async () => ({ settled: null, warnings: [], image: null }),
    preparePage,
    detectForm: () => Promise.reject(new Error('Nobody asks the light stages for a form')),
    tryForm: () => Promise.reject(new Error('Nobody tries a form on the light stages')),
    async readPage({ pageId, generation }) {
      const packed = await images.readCells(pageId, generation);
      const cells = packed === null ? null : unpackCells(packed);
      if (cells === null) return null;
      const rows = cells.lines.map((line) => ({
        index: line.index,
        state: line.state,
        signed: line.signed,
        box: line.box,
        isCertainlyBlank: line.state === 'empty',
        cells: line.cells.map((cell) => {
          const value = createHash('sha256').update(cell.image.data).digest('hex').slice(0, 12);
          const reading = { raw: value, value, normalised: value, confidence: 0.5, prefill: false, ditto: false };
          return {
            field: cell.field,
            type: cell.type,
            box: cell.box,
            engine: 'light',
            alternatives: [],
            proposals: [],
            ...reading,
          };
        }),
      }));
      const engines = [{ engine: 'light', version: '1', modelSha256: '0'.repeat(64), parameters: {} }];
      return { rows, header: [], engines, softwareVersion: 'test' };
    },
  };
});
