/** A request about a person finds and erases what the filled-in sheets of set-ups hold. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrialReading } from '../../src/domain/wire-draft.ts';
import type { TrialTraceWire } from '../../src/domain/wire-trial.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';

let api: Api;
let officer: Client;
beforeAll(async () => {
  api = await startApi();
  officer = await api.enter('dpo');
});
afterAll(() => api.close());

const cell = (field: string, value: string) => ({ field, box: [0, 0, 1, 1], value, confidence: 0.9, prefill: false });
const READ: TrialReading = {
  ...{ status: 'registered', reason: null, width: 1, height: 1, residual: 0.1, warnings: [], header: [], revision: 1 },
  lines: [
    { index: 1, box: [0, 0, 1, 1], state: 'filled', signed: true, cells: [cell('name', 'Paul Martin')] },
    {
      ...{ index: 2, box: [0, 1, 1, 1], state: 'filled', signed: true },
      cells: [cell('family_name', 'Zwxqvalmont'), cell('given_name', 'Hélène')],
    },
  ],
};

const search = async (text: string) =>
  (await officer.post<{ items: TrialTraceWire[] }>('/api/trial-sheets/search', { text })).items;

test('what was read on a trial sheet is found, and the sheet goes with its contents', async () => {
  const draft = await api.database.petitionDraft.create({ data: { choices: { title: 'A coming petition' } } });
  const content = await api.images.write(Buffer.from('a filled-in sheet'));
  const sheet = { draftId: draft.id, fileName: 'trial.png', pageCount: 1, sha256: content, state: 'done' } as const;
  const read = await api.database.draftSheet.create({ data: { ...sheet, kind: 'trial', result: READ } });
  await api.database.draftSheet.create({ data: { ...sheet, kind: 'blank', result: { problems: [] } } });

  expect(await search('helene zwxqvalmont')).toMatchObject([
    { id: read.id, title: 'A coming petition', file: 'trial.png', lines: [2], isUnread: false },
  ]);
  // The words stand on two different lines: nobody is called that.
  expect(await search('helene martin')).toEqual([]);
  const filled = await api.database.draftSheet.create({ data: { ...sheet, kind: 'filled', fileName: 'other.png' } });
  expect(await search('nobody')).toMatchObject([{ id: filled.id, isUnread: true }]);

  for (const id of [read.id, filled.id]) {
    expect((await officer.send('DELETE', `/api/trial-sheets/${id}`)).status).toBe(204);
  }
  expect(await search('zwxqvalmont')).toEqual([]);
  // The blank sheet is of the same file, and is still needed.
  expect(await api.images.has(content)).toBe(true);
  expect((await officer.send('DELETE', `/api/trial-sheets/${read.id}`)).status).toBe(404);
  const kinds = (await api.database.auditEvent.findMany({ where: { personId: officer.personId } })).map(
    (event) => event.kind,
  );
  expect(kinds).toEqual(expect.arrayContaining(['trial_sheets_searched', 'trial_sheet_erased']));
});
