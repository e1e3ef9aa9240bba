/**
 * A read sheet put straight into the store, so that tests of the station need neither queue nor reading: the printed
 * lines with what a machine would have proposed, some sure, some in doubt, one struck, one unsigned, one blank.
 */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { FormDefinition } from '../../src/domain/form.ts';
import type { Database } from '../../src/store/database.ts';
import type { ImageStore } from '../../src/store/images.ts';

/** px per mm of the drawn page: 200 dpi. */
const SCALE = 200 / 25.4;

export interface SeededCell {
  value: string;
  /** 0..1; 1 unless said otherwise. */
  confidence?: number;
  /** What stands on the paper when the machine got it wrong. */
  written?: string;
  alternatives?: string[];
  ditto?: boolean;
}

export interface SeededLine {
  cells: Record<string, SeededCell>;
  found?: 'filled' | 'struck' | 'empty';
  signed?: boolean;
}

const asText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Never the same twice: the same bytes are received once. Printed rules and typed-looking ink: enough to be looked at, cheap to draw. */
export async function drawSheet(form: FormDefinition, lines: SeededLine[]): Promise<Buffer> {
  const px = (mm: number) => (mm * SCALE).toFixed(1);
  const shapes: string[] = [];
  form.rows.boxes.forEach(([x, y, w, h], index) => {
    const line = lines[index];
    for (const field of form.fields) {
      const [fx, fy, fw, fh] = field.box;
      shapes.push(
        `<rect x="${px(x + fx)}" y="${px(y + fy)}" width="${px(fw)}" height="${px(fh)}" fill="none" stroke="#555" stroke-width="2"/>`,
      );
      const cell = line?.cells[field.name];
      const ink = cell?.ditto ? '〃' : (cell?.written ?? cell?.value ?? '');
      const at = `x="${px(x + fx + 2)}" y="${px(y + fy + fh * 0.68)}"`;
      if (ink)
        shapes.push(`<text ${at} font-size="${px(4.4)}" font-family="cursive" fill="#1b2a7a">${asText(ink)}</text>`);
      if (field.type === 'signature' && line?.signed !== false && line && line.found !== 'empty') {
        const [sx, sy] = [x + fx + 3, y + fy + fh * 0.6].map((mm) => mm * SCALE) as [number, number];
        shapes.push(
          `<path d="M${sx} ${sy} q20 -40 40 0 t50 -10 t30 12" fill="none" stroke="#1b2a7a" stroke-width="4"/>`,
        );
      }
    }
    if (line?.found === 'struck')
      shapes.push(
        `<path d="M${px(x + 3)} ${px(y + h / 2)} L${px(x + w - 3)} ${px(y + h / 2 - 1)}" stroke="#1b2a7a" stroke-width="5"/>`,
      );
  });
  const [width, height] = [form.page.width * SCALE, form.page.height * SCALE].map(Math.round) as [number, number];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fbfaf6"/><text x="100" y="180" font-size="44">${asText(form.title)}</text>${shapes.join('')}<text x="100" y="240" font-size="20">${randomUUID()}</text></svg>`;
  return await sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
}

export interface SeedOptions {
  database: Database;
  images: ImageStore;
  petitionId: string;
  batchId: string;
  file: string;
  lines: SeededLine[];
  /** Instead of the drawn page. */
  picture?: Buffer;
}

/** @returns the page's id and its lines' ids, in order */
export async function seedSheet({ database, images, petitionId, batchId, file, lines, picture }: SeedOptions) {
  const form = await database.formDefinition.findFirstOrThrow({ where: { petitionId } });
  const definition = form.definition as unknown as FormDefinition;
  const image = picture ?? (await drawSheet(definition, lines));
  const { width, height } = await sharp(image).metadata();
  const address = await images.write(image);
  const scale = width / definition.page.width;
  const scan = await database.scan.create({
    data: {
      batchId,
      sha256: address,
      fileName: file,
      mediaType: 'image/jpeg',
      bytes: BigInt(image.length),
      pageCount: 1,
      state: 'split',
    },
  });
  const page = await database.page.create({
    data: {
      scanId: scan.id,
      number: 1,
      state: 'read',
      petitionId,
      formDefinitionId: form.id,
      sourceImage: address,
      rectifiedImage: address,
      width,
      height,
      dpi: scale * 25.4,
      orientation: 0,
    },
  });
  const run = await database.readingRun.create({
    data: {
      pageId: page.id,
      generation: 1,
      scanSha256: address,
      formKey: form.key,
      formVersion: form.version,
      formSha256: form.sha256,
      softwareVersion: 'seed',
      engines: [],
    },
  });
  const lineIds: string[] = [];
  for (const [index, box] of definition.rows.boxes.entries()) {
    const line = lines[index];
    const pxBox = box.map((mm) => Math.round(mm * scale));
    const found = line?.found ?? (line ? 'filled' : 'empty');
    const { id } = await database.line.create({
      data: {
        pageId: page.id,
        generation: 1,
        petitionId,
        formDefinitionId: form.id,
        index: index + 1,
        box: pxBox,
        found,
        foundSigned: line ? (line.signed ?? true) : false,
      },
    });
    lineIds.push(id);
    for (const [field, cell] of Object.entries(line?.cells ?? {})) {
      const values = [cell.value, ...(cell.alternatives ?? [])];
      const confidence = cell.confidence ?? 1;
      await database.reading.create({
        data: {
          runId: run.id,
          lineId: id,
          field,
          engine: 'seed',
          raw: cell.value,
          value: cell.value,
          normalised: cell.value,
          confidence,
          alternatives: values.map((value, at) => ({
            value,
            probability: at === 0 ? confidence : (1 - confidence) / at,
          })),
          prefill: confidence >= 0.98,
          ditto: cell.ditto ?? false,
          box: pxBox,
        },
      });
    }
    const state = line ? ('awaiting_review' as const) : ('rejected' as const);
    await database.line.update({ where: { id }, data: { state, ...(line ? {} : { reason: 'blank' }) } });
  }
  return { pageId: page.id, lineIds };
}
