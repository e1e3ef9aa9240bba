/** Lines told apart by tints alone: the last, white one has no edge below, and the table fits a line or two higher as well. */
import { expect, test } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { mmToPx } from '../../src/domain/geometry.ts';
import type { GreyImage } from '../../src/domain/image.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';
import { sourcePoint } from '../../src/preprocessing/source-point.ts';

const DPI = 200;
/** mm. Above the lines stand the headings and an example, both as high as a line. */
const [PAGE, LEFT, RIGHT, TOP, HEIGHT, LINES] = [{ width: 297, height: 210 }, 14, 283, 66, 11, 9];
const COLUMNS = [LEFT, 56, 94, 169, 187, 223, 249, RIGHT];

const names = ['family_name', 'given_name', 'address', 'postcode', 'city', 'date', 'signature'] as const;
const form = formDefinitionSchema.parse({
  id: 'tinted',
  version: 1,
  title: 'Tinted',
  languages: ['it'],
  page: PAGE,
  header: [],
  rows: { boxes: Array.from({ length: LINES }, (_, k) => [LEFT, TOP + k * HEIGHT, RIGHT - LEFT, HEIGHT]) },
  fields: names.map((name, k) => ({
    name,
    type: name,
    label: name,
    box: [COLUMNS[k]! - LEFT, 0, COLUMNS[k + 1]! - COLUMNS[k]!, HEIGHT],
  })),
});

function drawSheet(): GreyImage {
  const [width, height] = [Math.round(mmToPx(PAGE.width, DPI)), Math.round(mmToPx(PAGE.height, DPI))];
  const data = new Uint8Array(width * height).fill(250);
  const px = (mm: number) => Math.round(mmToPx(mm, DPI));
  const fill = (box: { x: number; y: number; w: number; h: number }, grey: number) => {
    for (let y = px(box.y); y < px(box.y + box.h); y++)
      data.fill(grey, y * width + px(box.x), y * width + px(box.x + box.w));
  };
  const band = (line: number, grey: number) =>
    fill({ x: LEFT, y: TOP + line * HEIGHT, w: RIGHT - LEFT, h: HEIGHT }, grey);
  band(-2, 222);
  band(-1, 232);
  for (let line = 1; line < LINES; line += 2) band(line, 232);
  for (const x of COLUMNS) fill({ x: x - 0.15, y: TOP - 2 * HEIGHT, w: 0.3, h: (LINES + 2) * HEIGHT }, 150);
  // Writing in every cell of the lines, and of the example above them.
  for (let line = -1; line < LINES; line++)
    for (const left of COLUMNS.slice(0, -1))
      for (let t = 0; t < 12; t += 0.02)
        fill({ x: left + 2 + t, y: TOP + (line + 0.5) * HEIGHT + 2 * Math.sin(3 * t + line), w: 0.4, h: 0.5 }, 40);
  return { width, height, data };
}

test('the table lies where its rules down end', () => {
  const outcome = preprocessPage({ grey: drawSheet(), colour: null, dpi: DPI }, [prepareForm(form)]);

  expect(outcome.status).toBe('registered');
  if (outcome.status !== 'registered') return;
  const corner = sourcePoint(outcome.registration, LEFT, TOP);
  expect(Math.abs(corner.y - mmToPx(TOP, DPI))).toBeLessThan(mmToPx(0.5, DPI));
  expect(outcome.lines.map((line) => line.state)).toEqual(Array(LINES).fill('filled'));
});
