/** A petition whose blank sheet nobody has: three filled ones, sent over HTTP, show its form, and nobody's name stays. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FormDefinition } from '../../src/domain/form.ts';
import type { DraftWire } from '../../src/domain/wire-draft.ts';
import { createMailroom, type Mailroom, multipartBody } from '../helpers/mailroom.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const SAMPLES = new URL('../../samples/', import.meta.url).pathname;
/** ms: three sheets take half a minute, or minutes on a machine busy with other things. */
const PATIENCE = 400_000;
/** mm: scans are not cut to the paper's edge. */
const WITHIN = 4;

const dataFolder = temporaryFolder();
let house: Mailroom;
beforeAll(async () => {
  house = await createMailroom({ dataFolder });
  const stages = new URL('../../workers/page-process.ts', import.meta.url);
  await house.startWorker({ stages, stageSettings: { handwriting: false } });
});
afterAll(() => house.close());

test('three filled sheets of one form show its columns and lines, and nothing that was written', {
  timeout: PATIENCE + 30_000,
}, async () => {
  const draft = (await house.post<DraftWire>('/api/drafts', {})).body;
  const names = ['dev-grey', 'dev-office', 'dev-sharp'];
  const files = names.map(
    async (name): Promise<[string, Uint8Array]> => [`${name}.jpg`, await readFile(`${SAMPLES}sheets/${name}/scan.jpg`)],
  );
  const sent = await house.raw(
    'POST',
    `/api/drafts/${draft.id}/sheets/filled`,
    multipartBody(await Promise.all(files)),
  );
  expect(sent.json().items).toEqual(names.map((name) => ({ file: `${name}.jpg`, outcome: 'accepted' })));
  const look = () => house.get<DraftWire>(`/api/drafts/${draft.id}`);
  const isLookedAt = async () => (await look()).sheets.every((sheet) => sheet.state !== 'waiting');
  await waitUntil('the sheets have been looked at', isLookedAt, PATIENCE);
  const { sheets, form, problems } = await look();
  expect(sheets.map(({ kind, state }) => [kind, state])).toEqual(names.map(() => ['filled', 'done']));
  expect(problems).toEqual([]);

  const blank = JSON.parse(await readFile(`${SAMPLES}forms/aif-xinjiang/form.json`, 'utf8')) as FormDefinition;
  expect(form!.fields.map(({ type }) => type)).toEqual(blank.fields.map(({ type }) => type));
  expect(form!.rows.boxes).toHaveLength(blank.rows.boxes.length);
  const edges = (of: FormDefinition) => of.fields.map(({ box }) => box[0] + of.rows.boxes[0]![0]);
  edges(form!).forEach((x, k) => {
    expect(Math.abs(x - edges(blank)[k]!)).toBeLessThan(WITHIN);
  });
  expect(form!.title).toContain('Liberté pour les détenus');
  expect(form!.header).toEqual([]);

  // What was written on them goes with the set-up.
  const contents = (await house.database.draftSheet.findMany({ where: { draftId: draft.id } })).flatMap(
    ({ sha256, image }) => (image === null ? [sha256] : [sha256, image]),
  );
  expect((await house.raw('DELETE', `/api/drafts/${draft.id}`)).statusCode).toBe(204);
  expect(await Promise.all(contents.map((name) => house.images.has(name)))).toEqual(contents.map(() => false));
});
