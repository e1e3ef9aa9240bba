/** Pages that are none of ours, or hardly pages at all: an outcome with a reason, in bounded time, never a crash. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FormDefinition, formDefinitionSchema } from '../../src/domain/form.ts';
import type { GreyImage, PageImage } from '../../src/domain/image.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';

const SAMPLES = new URL('../../samples/', import.meta.url);
const definition = formDefinitionSchema.parse(
  JSON.parse(readFileSync(new URL('forms/aif-xinjiang/form.json', SAMPLES), 'utf8')),
);
const form = prepareForm(definition);

/** A small generator with a fixed seed: the same noise in every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function paint(width: number, height: number, at: (x: number, y: number) => number): PageImage {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = at(x, y);
  return { grey: { width, height, data }, colour: null, dpi: 300 };
}

function reasonOf(page: PageImage): string {
  const outcome = preprocessPage(page, [form]);
  return outcome.status === 'unreadable' ? outcome.reason.code : outcome.status;
}

describe('pictures that are no pages', () => {
  it('names what is wrong with them', () => {
    const random = makeRandom(7);
    expect(reasonOf(paint(1, 1, () => 255))).toBe('too_small');
    expect(reasonOf(paint(200, 280, () => 255))).toBe('too_small');
    expect(reasonOf(paint(1240, 1754, () => 0))).toBe('all_black');
    expect(reasonOf(paint(1240, 1754, () => (random() < 0.03 ? 40 : 12)))).toBe('all_black');
    expect(reasonOf(paint(1240, 1754, () => (random() < 0.5 ? 0 : 255)))).toBe('noise');
    expect(reasonOf(paint(20_000, 500, () => 255))).toBe('not_a_page');
  });

  it('survives a picture whose size is a lie', () => {
    expect(reasonOf({ grey: { width: 2480, height: 3508, data: new Uint8Array(10) }, colour: null, dpi: null })).toBe(
      'no_picture',
    );
  });

  it('does not take a grid of another size, or stripes, for a form', () => {
    const grid = paint(1240, 1754, (x, y) => (x % 97 < 2 || y % 61 < 2 ? 20 : 250));
    expect(reasonOf(grid)).toBe('unrecognised');
    const stripes = paint(1240, 1754, (x, y) => ((x + y) % 90 < 4 ? 60 : 240));
    expect(['unrecognised', 'unreadable', 'noise']).toContain(reasonOf(stripes));
  });
});

describe('pages beside the forms', () => {
  let scan: PageImage;
  beforeAll(async () => {
    scan = await decodePage(new URL('sheets/dev-grey/scan.jpg', SAMPLES).pathname);
  });

  /** The back of a sheet: paper noise, and the front shining through mirrored. */
  function back(front: GreyImage, strength: number): PageImage {
    const random = makeRandom(3);
    return paint(front.width, front.height, (x, y) => {
      const behind = 255 - front.data[y * front.width + front.width - 1 - x]!;
      return 243 - strength * behind + 6 * (random() - 0.5);
    });
  }

  it('knows blank backs, and only those', () => {
    expect(preprocessPage(back(scan.grey, 0), [form]).status).toBe('blank');
    expect(preprocessPage(back(scan.grey, 0.08), [form]).status).toBe('blank');
    expect(preprocessPage(back(scan.grey, 0.15), [form]).status).toBe('blank');
    const note = back(scan.grey, 0.05);
    const { width, data } = note.grey;
    // A few words written on the back.
    for (let k = 0; k < 400; k++) {
      const y = 900 + Math.round(25 * Math.sin(k / 7));
      for (let dy = 0; dy < 5; dy++) data.fill(40, (y + dy) * width + 600 + 2 * k, (y + dy) * width + 605 + 2 * k);
    }
    expect(preprocessPage(note, [form]).status).toBe('unrecognised');
  });

  it('is unrecognised among forms that it is none of, with the nearest named', () => {
    const outcome = preprocessPage(
      scan,
      otherForms(definition).map((other) => prepareForm(other)),
    );
    expect(outcome.status).toBe('unrecognised');
    if (outcome.status === 'unrecognised') {
      expect(outcome.reason.message).toMatch(/form/);
      expect(outcome.nearest.length).toBeGreaterThan(0);
    }
  });

  it('finds its form among versions that differ in one column', () => {
    const versions = [-6, -3, 3, 6].map((shift) => prepareForm(shiftColumn(definition, shift)));
    const outcome = preprocessPage(scan, [...versions.slice(0, 2), form, ...versions.slice(2)]);
    expect(outcome.status === 'registered' && outcome.formIndex).toBe(2);
  });

  it('finds its form among a hundred, and keeps within its memory', () => {
    const others = Array.from({ length: 99 }, (_, k) => prepareForm(variant(definition, k)));
    const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const outcome = preprocessPage(scan, [...others.slice(0, 60), form, ...others.slice(60)]);
    const after = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    expect(outcome.status === 'registered' && outcome.formIndex).toBe(60);
    // A page of 200 dpi takes some 60 MB, however many forms there are.
    expect(after - before).toBeLessThan(300e6);
  });

  it('says so when there is no form at all', () => {
    expect(preprocessPage(scan, []).status).toBe('unrecognised');
  });
});

/** The border between the second and third column stands elsewhere. */
function shiftColumn(from: FormDefinition, shift: number): FormDefinition {
  const fields = from.fields.map((field, i) => {
    const [x, y, w, h] = field.box;
    if (i === 1) return { ...field, box: [x, y, w + shift, h] as typeof field.box };
    if (i === 2) return { ...field, box: [x + shift, y, w - shift, h] as typeof field.box };
    return field;
  });
  return { ...from, id: `shifted-${shift + 10}`, fields };
}

/** Of the same page, with another line height, first line, number of lines and column widths. */
function variant(from: FormDefinition, k: number): FormDefinition {
  const pitch = 6 + (k % 33) * 0.35;
  const top = 60 + (k % 7) * 6;
  const count = Math.floor((285 - top) / pitch);
  const cut = 20 + (k % 11) * 5;
  const widths = [cut, 60 - cut / 3, 181 - cut - (60 - cut / 3)];
  type Box = [number, number, number, number];
  return {
    ...from,
    id: `variant-${k}`,
    header: [],
    rows: { boxes: Array.from({ length: count }, (_, i): Box => [14, top + i * pitch, 181, pitch]) },
    fields: from.fields.slice(0, 3).map((field, i) => {
      const left = widths.slice(0, i).reduce((sum, w) => sum + w, 0);
      return { ...field, box: [left, 0, widths[i]!, pitch] as Box };
    }),
  };
}

/** Forms with other pitches, line counts and columns. */
function otherForms(from: FormDefinition): FormDefinition[] {
  return [7.5, 9.3, 14.1, 17].map((pitch, k) => {
    const count = Math.floor(170 / pitch);
    const widths = [50 - 4 * k, 31 + 3 * k, 60 - k, 40 + 2 * k];
    return {
      ...from,
      id: `other-${k}`,
      rows: {
        boxes: Array.from(
          { length: count },
          (_, i) => [14, 70 + i * pitch, 181, pitch] as [number, number, number, number],
        ),
      },
      fields: from.fields.slice(0, 4).map((field, i) => ({
        ...field,
        box: [widths.slice(0, i).reduce((sum, w) => sum + w, 0), 0, widths[i]!, pitch] as [
          number,
          number,
          number,
          number,
        ],
      })),
    };
  });
}
