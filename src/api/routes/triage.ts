/** The triage board: what needs a hand, and what a person may decide about it beyond the page's own remedies. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema } from '../../domain/wire.ts';
import { pageSchema } from '../../domain/wire-page.ts';
import {
  glancedSchema,
  glanceSchema,
  insertsSchema,
  partSchema,
  setAsideSchema,
  type TriagePage,
  triageFilterSchema,
  triageSchema,
  twinDecisionSchema,
} from '../../domain/wire-triage.ts';
import { recordAudit } from '../../store/audit.ts';
import { recordGlance, setPageAside } from '../../store/insert.ts';
import type { PageKey } from '../../store/page.ts';
import { getPage, type ListedPage, listInserts, listPagesInNeed, titlesOfForms } from '../../store/page-views.ts';
import { mergeWithPrevious, splitBefore } from '../../store/scan-part.ts';
import { decideTwin } from '../../store/twin.ts';
import { personOf } from '../auth/access.ts';
import { toBatchPageWire, toPageWire } from '../intake/batch-wire.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

const params = z.object({ id: idSchema });
const clerks = { roles: ['mailroom', 'supervisor', 'administrator'] } as const;
/** Notes about inserts name people. */
const confidants = { roles: ['mailroom', 'supervisor', 'dpo', 'administrator'] } as const;
const readers = { roles: ['mailroom', 'supervisor', 'dpo', 'auditor', 'administrator'] } as const;

function toTriageWire(page: ListedPage): TriagePage {
  const { state } = page;
  const isStopped = state === 'unrecognised' || state === 'unreadable' || state === 'failed';
  const isBack = page.handedBackAt !== null;
  const kind = isStopped ? state : page.twinVerdict === 'held' ? 'same_paper' : isBack ? 'handed_back' : 'poor_scan';
  return {
    ...toBatchPageWire(page),
    batchId: page.scan.batchId,
    kind,
    since: page.updatedAt.toISOString(),
    isPart: page.scan.partOfId !== null,
  };
}

export const triageRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { database, queues, wake }) => {
  async function show(id: string) {
    const page = await getPage(database, id);
    const nearest = (page.findings.nearest ?? []).map(({ formId }) => formId);
    return toPageWire(page, await titlesOfForms(database, nearest));
  }
  const schema = { params, response: { 200: pageSchema } };
  const begin = (keys: PageKey[]) => wake(queues.add('preprocess-page', keys));

  app.get(
    '/api/triage',
    { config: readers, schema: { querystring: triageFilterSchema, response: { 200: triageSchema } } },
    async (request) => ({ items: (await listPagesInNeed(database, request.query)).map(toTriageWire) }),
  );

  app.post(
    '/api/pages/:id/twin',
    { config: clerks, schema: { ...schema, body: twinDecisionSchema } },
    async (request) => {
      const { id } = request.params;
      const decided = { pageId: id, personId: personOf(request).id, ...request.body };
      const key = await decideTwin(database, decided);
      if (key !== null) await wake(queues.add('read-page', [key]));
      return await show(id);
    },
  );

  // A letter, a cheque, an advertisement: no sheet of anybody's petition. A retry brings it back.
  app.post(
    '/api/pages/:id/set-aside',
    { config: clerks, schema: { ...schema, body: setAsideSchema } },
    async (request) => {
      const { kind = 'other', note = null } = request.body ?? {};
      await setPageAside(database, {
        pageId: request.params.id,
        personId: personOf(request).id,
        kind,
        note: note || null,
      });
      return await show(request.params.id);
    },
  );

  app.get(
    '/api/petitions/:id/inserts',
    { config: confidants, schema: { params, response: { 200: insertsSchema } } },
    async (request) => {
      const pages = await listInserts(database, request.params.id);
      await recordAudit(database, {
        personId: personOf(request).id,
        kind: 'inserts_viewed',
        subjectType: 'petition',
        subjectId: request.params.id,
      });
      return {
        items: pages.map((page) => ({
          ...toBatchPageWire(page),
          batchId: page.scan.batchId,
          batchName: page.scan.batch.name,
          note: page.insertNote,
          at: page.updatedAt.toISOString(),
        })),
      };
    },
  );

  app.post(
    '/api/pages/glances',
    { config: clerks, schema: { body: glanceSchema, response: { 200: glancedSchema } } },
    async (request) => ({
      glanced: await recordGlance(database, { pageIds: request.body.ids, personId: personOf(request).id }),
    }),
  );

  app.post('/api/pages/:id/part', { config: clerks, schema: { ...schema, body: partSchema } }, async (request) => {
    const parting = { pageId: request.params.id, batchId: request.body.batchId, personId: personOf(request).id };
    await begin(await splitBefore(database, parting));
    return await show(request.params.id);
  });

  app.post('/api/pages/:id/join', { config: clerks, schema }, async (request) => {
    await begin(await mergeWithPrevious(database, { pageId: request.params.id, personId: personOf(request).id }));
    return await show(request.params.id);
  });
};
