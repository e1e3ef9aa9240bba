/** A petition, and sheets of it as the workers leave them: an upright page image, lines with readings, waiting for review. */
import { randomBytes } from 'node:crypto';
import { type FormDefinition, formDefinitionSchema } from '../../src/domain/form.ts';
import { boxToPx } from '../../src/domain/geometry.ts';
import type { GreyImage } from '../../src/domain/image.ts';
import { encodePng } from '../../src/imaging/pixels.ts';
import { type Database, withTransaction } from '../../src/store/database.ts';
import type { ImageStore } from '../../src/store/images.ts';
import { createPetition, type NewPetition } from '../../src/store/petition.ts';

const FIELDS = [
  { name: 'family_name', type: 'family_name', label: 'Nom', box: [0, 0, 40, 10] },
  { name: 'given_name', type: 'given_name', label: 'Prénom', box: [40, 0, 30, 10] },
  { name: 'postcode', type: 'postcode', label: 'Code postal', box: [70, 0, 20, 10] },
  { name: 'city', type: 'city', label: 'Ville', box: [90, 0, 30, 10] },
  { name: 'email', type: 'email', label: 'E-mail', box: [120, 0, 40, 10] },
  { name: 'signature', type: 'signature', label: 'Signature', box: [160, 0, 20, 10] },
];

/** An A4 form with `lines` printed lines of 10 mm. */
export function testForm(lines = 3, id = 'test-form'): FormDefinition {
  return formDefinitionSchema.parse({
    id,
    version: 1,
    title: 'A test petition',
    languages: ['fr'],
    page: { width: 210, height: 297 },
    rows: { boxes: Array.from({ length: lines }, (_, index) => [15, 50 + index * 10, 180, 10]) },
    fields: FIELDS,
    notice: { text: 'What is done with these names.', box: [15, 260, 180, 20] },
  });
}

export type Values = Record<string, string>;

export const someone = (number: number): Values => ({
  family_name: `Durand${number}`,
  given_name: `Aline${number}`,
  postcode: '29000',
  city: 'Quimper',
  email: `aline${number}@example.org`,
});

export async function addPetition(
  database: Database,
  petition: Partial<NewPetition> = {},
): Promise<{ petitionId: string; formId: string; form: FormDefinition }> {
  const form = petition.form ?? testForm();
  const petitionId = await withTransaction(database, (transaction) =>
    createPetition(transaction, { title: 'A test petition', language: 'fr', ...petition, form }),
  );
  const row = await database.formDefinition.findFirstOrThrow({ where: { petitionId } });
  return { petitionId, formId: row.id, form };
}

export interface SheetOptions {
  petitionId: string;
  formId: string;
  form: FormDefinition;
  /** What the machine read, line by line; fewer than the form has leaves the rest `expected`. */
  lines: Values[];
  confidence?: number;
  fileName?: string;
  /** Stores a page image in which every line has its own shade. */
  images?: ImageStore;
}

export interface TestSheet {
  batchId: string;
  scanId: string;
  pageId: string;
  /** From the top. */
  lineIds: string[];
  image: string | null;
}

const DPI = 100;
const SIZE = { width: 827, height: 1169 };

function drawPage(form: FormDefinition): GreyImage {
  const data = new Uint8Array(SIZE.width * SIZE.height).fill(255);
  form.rows.boxes.forEach((box, index) => {
    const [x, y, w, h] = boxToPx(box, DPI);
    for (let row = y; row < y + h; row += 1) data.fill(40 + index * 12, row * SIZE.width + x, row * SIZE.width + x + w);
  });
  // No two pages of the same bytes: images are named by their content.
  data.set(randomBytes(16), 0);
  return { ...SIZE, data };
}

export async function addSheet(database: Database, options: SheetOptions): Promise<TestSheet> {
  const { petitionId, formId, form, images } = options;
  const image = images === undefined ? null : await images.write(await encodePng(drawPage(form)));
  return await withTransaction(database, async (transaction) => {
    const batch = await transaction.batch.create({ data: { petitionId, name: 'Post of the day' } });
    const fileName = options.fileName ?? 'scan_0001.png';
    const scan = await transaction.scan.create({
      data: {
        batchId: batch.id,
        sha256: image ?? randomBytes(32).toString('hex'),
        fileName,
        mediaType: 'image/png',
        bytes: 1,
        pageCount: 1,
        state: 'split',
      },
    });
    const page = await transaction.page.create({
      data: {
        scanId: scan.id,
        number: 1,
        state: 'read',
        petitionId,
        formDefinitionId: formId,
        sourceImage: image,
        rectifiedImage: image,
        ...SIZE,
        dpi: DPI,
        orientation: 0,
      },
    });
    await transaction.line.createMany({
      data: form.rows.boxes.map((box, index) => ({
        pageId: page.id,
        generation: 1,
        petitionId,
        formDefinitionId: formId,
        index: index + 1,
        box: boxToPx(box, DPI),
      })),
    });
    const lines = await transaction.line.findMany({ where: { pageId: page.id }, orderBy: { index: 'asc' } });
    const run = await transaction.readingRun.create({
      data: {
        pageId: page.id,
        generation: 1,
        scanSha256: scan.sha256,
        formKey: form.id,
        formVersion: 1,
        formSha256: 'f',
        softwareVersion: 'test',
        engines: [],
      },
    });
    const read = lines.slice(0, options.lines.length);
    await transaction.reading.createMany({
      data: read.flatMap((line, index) =>
        Object.entries(options.lines[index]!).map(([field, value]) => ({
          runId: run.id,
          lineId: line.id,
          field,
          engine: 'test',
          raw: value,
          value,
          normalised: value,
          confidence: options.confidence ?? 0.99,
          alternatives: [{ value, probability: 0.99 }],
          prefill: true,
          box: line.box,
        })),
      ),
    });
    await transaction.line.updateMany({
      where: { id: { in: read.map((line) => line.id) } },
      data: { state: 'awaiting_review', found: 'filled', foundSigned: true },
    });
    return { batchId: batch.id, scanId: scan.id, pageId: page.id, lineIds: lines.map((line) => line.id), image };
  });
}
