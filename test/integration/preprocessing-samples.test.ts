/** The committed development sheets: every page finds its form, every line its cells. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { pxToMm } from '../../src/domain/geometry.ts';
import type { PageImage } from '../../src/domain/image.ts';
import type { PageOutcome } from '../../src/domain/page.ts';
import { openScan } from '../../src/intake/split-scan.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';
import { sourcePoint } from '../../src/preprocessing/source-point.ts';

const SHEETS = new URL('../../samples/sheets/', import.meta.url);
const FORM = new URL('../../samples/forms/aif-xinjiang/form.json', import.meta.url);

interface Truth {
  file: string;
  page: number;
  status: 'read' | 'blank' | 'unrecognised';
  tier: 'clean' | 'typical' | 'hard';
  orientation: number;
  rows: { index: number; state: string; signed: boolean }[];
  geometry: { dpi: number; lines: { corners: number[] }[] } | null;
}

type Registered = Extract<PageOutcome, { status: 'registered' }>;

const { print: _print, ...withoutPrint } = formDefinitionSchema.parse(JSON.parse(readFileSync(FORM, 'utf8')));
const form = prepareForm(withoutPrint);
/** mm within which the corners of every line lie. */
const CORNERS = { clean: 0.3, typical: 0.4, hard: 1 };

function cornerErrors(outcome: Registered, geometry: NonNullable<Truth['geometry']>): number[] {
  return form.definition.rows.boxes.flatMap(([x, y, w, h], line) => {
    const truth = geometry.lines[line]!.corners;
    const corners = [x, y, x + w, y, x + w, y + h, x, y + h];
    return [0, 2, 4, 6].map((k) => {
      const found = sourcePoint(outcome.registration, corners[k]!, corners[k + 1]!);
      return pxToMm(Math.hypot(found.x - truth[k]!, found.y - truth[k + 1]!), geometry.dpi);
    });
  });
}

function check(page: PageImage, truth: Truth): void {
  const outcome = preprocessPage(page, [form]);
  expect(outcome.status).toBe(truth.status === 'read' ? 'registered' : truth.status);
  if (outcome.status !== 'registered') return;
  expect(outcome.registration.orientation).toBe(truth.orientation);
  expect(Math.max(...cornerErrors(outcome, truth.geometry!))).toBeLessThan(CORNERS[truth.tier]);
  const seen = outcome.lines.filter((line) => line.state !== 'empty').map((line) => line.index);
  expect(seen).toEqual(truth.rows.map((row) => row.index));
  for (const line of outcome.lines) {
    expect(line.cells.map((cell) => cell.field)).toEqual(form.definition.fields.map((field) => field.name));
    for (const cell of line.cells) expect(cell.image.data.length).toBe(cell.image.width * cell.image.height);
  }
}

describe('preprocessing the development sheets', () => {
  const folders = readdirSync(SHEETS).filter((name) => name.startsWith('dev-'));
  it('has sheets to look at', () => expect(folders.length).toBeGreaterThan(10));

  for (const folder of folders) {
    it(`places ${folder}`, async () => {
      const truths = JSON.parse(readFileSync(new URL(`${folder}/truth.json`, SHEETS), 'utf8')) as Truth[];
      const path = new URL(`${folder}/${truths[0]!.file}`, SHEETS).pathname;
      const scan = await openScan(path);
      try {
        for (const truth of truths) check(await scan.page(truth.page), truth);
      } finally {
        await scan.close();
      }
    });
  }
});
