import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FormDefinition } from '../../src/domain/form.ts';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { checkForm } from '../../src/forms/check-form.ts';
import { detectForm } from '../../src/forms/detect-form.ts';
import { openSheet } from '../../src/forms/open-sheet.ts';
import { turnGrey } from '../../src/imaging/grey.ts';
import { openPdf } from '../../src/imaging/pdf.ts';
import { encodePng } from '../../src/imaging/pixels.ts';
import { openTesseractEngine } from '../../src/recognition/tesseract-engine.ts';
import type { PageTextEngine } from '../../src/recognition/text-engine.ts';
import { ASSOCIATION_FORMS } from '../helpers/association-forms.ts';
import { DRAWN_FORMS } from '../helpers/drawn-forms.ts';
import { OFFICIAL_FORMS } from '../helpers/official-forms.ts';
import { OPEN_FORMS } from '../helpers/open-forms.ts';
import { drawPdf, type ExpectedForm } from '../helpers/sheet-pen.ts';

const SAMPLE = 'samples/forms/aif-xinjiang';

let engine: PageTextEngine;
beforeAll(async () => {
  engine = await openTesseractEngine({ languages: ['fra', 'deu', 'eng'] });
});
afterAll(() => engine.close());

async function detect(bytes: Uint8Array, recognise = true): Promise<FormDefinition> {
  const recogniseText = recognise ? engine.readPage : () => Promise.reject(new Error('The text layer is enough'));
  const { form } = await detectForm(await openSheet(bytes), { recogniseText });
  return form;
}

async function drawn(pdf: Uint8Array, dpi: number): Promise<{ png: Uint8Array; turned: Uint8Array }> {
  const document = await openPdf(pdf);
  const { grey } = await document.render(1, { dpi });
  document.close();
  return { png: await encodePng(grey, { dpi }), turned: await encodePng(turnGrey(grey, 180), { dpi }) };
}

/** ms: reading a page takes 3 s, or a minute on a machine busy with other things. */
const PATIENCE = 300_000;
/** mm: how far the turned picture was shrunk to fit its page again. */
const CROOKED = 3;
/** mm: a line's width, drawn or found. */
const WITHIN = 1.2;

function expectForm(form: FormDefinition, expected: ExpectedForm): void {
  expect(form.fields.map((it) => it.type)).toEqual(expected.fields.map((it) => it.type));
  expect(form.rows.boxes.length).toBe(expected.rows.count);
  const [first] = form.rows.boxes;
  first!.forEach((value, k) => {
    expect(Math.abs(value - expected.rows.first[k]!)).toBeLessThan(WITHIN);
  });
  form.fields.forEach((field, k) => {
    expect(Math.abs(field.box[0] + first![0] - expected.fields[k]!.x)).toBeLessThan(WITHIN);
    expect(Math.abs(field.box[2] - expected.fields[k]!.w)).toBeLessThan(1.5 * WITHIN);
  });
  expect(checkForm(form)).toMatchObject({ ok: true });
}

describe('a drawn sheet with its text', () => {
  it.each(
    [...DRAWN_FORMS, ...OFFICIAL_FORMS, ...ASSOCIATION_FORMS, ...OPEN_FORMS].map((form) => [form.name, form] as const),
  )('%s', async (_, form) => {
    const found = await detect(new Uint8Array(await drawPdf(form)), false);
    expectForm(found, form.expected);
    expect(found.header.map((it) => it.type)).toEqual(form.expected.header ?? []);
    if (form.expected.languages) expect([...found.languages].sort()).toEqual([...form.expected.languages].sort());
  });
});

describe('a picture of a sheet', () => {
  it.each([0, 8].map((k) => [DRAWN_FORMS[k]!.name, DRAWN_FORMS[k]!] as const))(
    '%s',
    async (_, form) => {
      const { png } = await drawn(new Uint8Array(await drawPdf(form)), 200);
      expectForm(await detect(png), form.expected);
    },
    PATIENCE,
  );
});

describe('the sample petition', () => {
  /** @param within mm */
  const expectSample = async (found: FormDefinition, within: number) => {
    const wanted = formDefinitionSchema.parse(JSON.parse(await readFile(`${SAMPLE}/form.json`, 'utf8')));
    expect(found.fields.map((it) => it.name)).toEqual(wanted.fields.map((it) => it.name));
    expect(found.header).toEqual([]);
    expect(found.rows.boxes.length).toBe(wanted.rows.boxes.length);
    found.rows.boxes.forEach((box, k) => {
      box.forEach((value, n) => {
        expect(Math.abs(value - wanted.rows.boxes[k]![n]!)).toBeLessThan(within);
      });
    });
    found.fields.forEach((field, k) => {
      expect(Math.abs(field.box[0] - wanted.fields[k]!.box[0])).toBeLessThan(within);
    });
    expect(found.languages).toEqual(['fr']);
    expect(found.notice?.text).toContain('de rectification, de suppression');
  };

  it('from its PDF', async () => {
    const found = await detect(new Uint8Array(await readFile(`${SAMPLE}/blank.pdf`)), false);
    await expectSample(found, 0.5);
    expect(found.title).toMatch(/^Liberté pour les détenus/);
  });

  it(
    'from a crooked grey JPEG at 150 dpi that lies upside down',
    async () => {
      const { turned } = await drawn(new Uint8Array(await readFile(`${SAMPLE}/blank.pdf`)), 150);
      const crooked = await sharp(turned).rotate(1.3, { background: '#fff' }).resize(1240, 1754, { fit: 'cover' });
      const found = await detect(new Uint8Array(await crooked.jpeg({ quality: 75 }).withDensity(150).toBuffer()));
      await expectSample(found, CROOKED);
    },
    PATIENCE,
  );
});

describe('what is no form', () => {
  const solid = (width: number, height: number, grey: number) =>
    sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
      .png()
      .toBuffer();
  const noise = () =>
    sharp({
      create: {
        width: 1240,
        height: 1754,
        channels: 3,
        background: 'white',
        noise: { type: 'gaussian', mean: 128, sigma: 80 },
      },
    })
      .png()
      .toBuffer();

  it.each([
    ['form_too_small', () => solid(1, 1, 255)],
    ['form_unreadable', () => solid(1240, 1754, 0)],
    ['form_unreadable', noise],
    ['form_not_found', () => solid(1240, 1754, 255)],
  ])('%s', async (code, make) => {
    await expect(detect(new Uint8Array(await make()))).rejects.toMatchObject({ name: 'InputError', code });
  });
});
