/** What is read in several statements is of one moment, however work goes on meanwhile. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DraftWire } from '../../src/domain/wire-draft.ts';
import type { EnvelopeAccountWire } from '../../src/domain/wire-envelope.ts';
import { type Api, type Answer, type Client, startApi } from '../helpers/api.ts';
import { addPetition, testForm } from '../helpers/sheet.ts';
import { waitUntil } from '../helpers/wait-until.ts';

let api: Api;
let supervisor: Client;
let other: pg.Client;
beforeAll(async () => {
  api = await startApi();
  supervisor = await api.enter('supervisor');
  other = new pg.Client(api.test.url);
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await api.close();
});

const isHeldUp = async () =>
  (await api.test.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`))
    .length > 0;

/** Asks for `url`, holds the answer up where it comes to `table`, and changes things there and then. */
async function readDuring<T>(url: string, table: string, change: () => Promise<unknown>): Promise<T> {
  await other.query('BEGIN');
  await other.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  const reading: Promise<Answer<T>> = supervisor.get<T>(url);
  await waitUntil('the reading is held up', isHeldUp);
  await change();
  await other.query('COMMIT');
  return (await reading).body;
}

test('a sheet is done in a set-up only together with the form that was found on it', async () => {
  const { id } = await api.database.petitionDraft.create({ data: { choices: {} } });
  const sha256 = await api.images.write(Buffer.from('a blank sheet'));
  const sheet = { kind: 'blank', fileName: 'blank.pdf', sha256, pageCount: 1 } as const;
  await api.database.draftSheet.create({ data: { ...sheet, draftId: id } });
  const found = async () => {
    await other.query(`UPDATE draft_sheet SET state = 'done', result = '{"problems":[]}' WHERE draft_id = $1`, [id]);
    await other.query('UPDATE petition_draft SET form = $2 WHERE id = $1', [id, testForm()]);
  };
  const draft = await readDuring<DraftWire>(`/api/drafts/${id}`, 'draft_sheet', found);
  expect([draft.sheets[0]!.state, draft.form === null]).toEqual(['waiting', true]);
  const after = (await supervisor.get<DraftWire>(`/api/drafts/${id}`)).body;
  expect([after.sheets[0]!.state, after.form === null]).toEqual(['done', false]);
});

test('an account of an envelope is that of an open or of a closed one, not of both', async () => {
  const { petitionId } = await addPetition(api.database);
  const { id } = await api.database.batch.create({ data: { petitionId, name: 'Lyon' } });
  const close = async () => {
    await other.query(`UPDATE batch SET state = 'closed', closed_at = now(), closed_by_id = $2 WHERE id = $1`, [
      id,
      supervisor.personId,
    ]);
    await other.query(
      `INSERT INTO batch_event (batch_id, kind, person_id, account) SELECT id, 'closed', $2, '{}' FROM batch WHERE id = $1`,
      [id, supervisor.personId],
    );
  };
  const { state, events } = await readDuring<EnvelopeAccountWire>(`/api/batches/${id}/account`, 'batch_event', close);
  expect([state, events]).toEqual(['open', []]);
});
