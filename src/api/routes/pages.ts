/** Pages: triage lists, one page with its lines and picture, and what a person may do about a stopped one. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NotFoundError } from '../../domain/errors.ts';
import {
  batchPageSchema,
  formChoiceSchema,
  PAGE_STATES,
  type PageWire,
  pageSchema,
  turnSchema,
} from '../../domain/wire-page.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { shrinkPicture } from '../../imaging/pixels.ts';
import { recordAudit } from '../../store/audit.ts';
import { type RestartOptions, restartPage } from '../../store/restart-page.ts';
import { getPage, listPages, titlesOfForms } from '../../store/page-views.ts';
import { personOf } from '../auth/access.ts';
import { toBatchPageWire, toPageWire } from '../intake/batch-wire.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

const params = z.object({ id: idSchema });
const clerks = { roles: ['mailroom', 'supervisor', 'administrator'] } as const;
const readers = { roles: ['mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor', 'administrator'] } as const;
const pagesSchema = listOf(batchPageSchema.extend({ batchId: idSchema }));

/** States in which a page waits for a person. */
const STOPPED: PageWire['state'][] = ['unrecognised', 'unreadable', 'failed'];
const stateList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(PAGE_STATES)).min(1));
const filterSchema = z.object({
  /** Separated by commas; by default what needs a hand, sheets handed back included. */
  state: stateList.optional(),
  batchId: idSchema.optional(),
  petitionId: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

/** px. Names on a page narrower than this cannot be read: such views are not recorded one by one. */
const THUMBNAIL = 400;
const imageQuery = z.object({ width: z.coerce.number().int().min(40).max(4_000).optional() });

export const pageRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { database, images, queues, wake }) => {
  async function show(id: string) {
    const page = await getPage(database, id);
    const titles = await titlesOfForms(
      database,
      (page.findings.nearest ?? []).map(({ formId }) => formId),
    );
    return toPageWire(page, titles);
  }

  app.get(
    '/api/pages',
    { config: readers, schema: { querystring: filterSchema, response: { 200: pagesSchema } } },
    async (request) => {
      const { state, ...filter } = request.query;
      const wanted = state === undefined ? { states: STOPPED, handedBack: true } : { states: state };
      const pages = await listPages(database, { ...wanted, ...filter });
      return { items: pages.map((page) => ({ ...toBatchPageWire(page), batchId: page.scan.batchId })) };
    },
  );

  app.get('/api/pages/:id', { config: readers, schema: { params, response: { 200: pageSchema } } }, async (request) =>
    show(request.params.id),
  );

  app.get(
    '/api/pages/:id/image',
    { config: readers, schema: { params, querystring: imageQuery } },
    async (request, reply) => {
      const { id } = request.params;
      const { width } = request.query;
      const page = await getPage(database, id);
      const name = page.rectifiedImage ?? page.sourceImage;
      if (name === null) throw new NotFoundError('picture_missing', 'There is no picture of this page (yet).');
      const etag = `"${name.slice(0, 32)}-${width ?? 'full'}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (width === undefined || width > THUMBNAIL) {
        await recordAudit(database, {
          personId: personOf(request).id,
          kind: 'page_viewed',
          subjectType: 'page',
          subjectId: id,
        });
      }
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      const picture = await images.read(name);
      if (width === undefined) return reply.type('image/jpeg').send(picture);
      return reply.type('image/jpeg').send(Buffer.from(await shrinkPicture(picture, width)));
    },
  );

  async function restart(pageId: string, personId: string, change: RestartOptions['change']) {
    const key = await restartPage(database, { pageId, personId, change });
    await wake(queues.add('preprocess-page', [key]));
    // Where people had decided already, the page that is read in its stead.
    return await show(key.pageId);
  }
  const schema = { params, response: { 200: pageSchema } };

  app.post('/api/pages/:id/retry', { config: clerks, schema }, async (request) =>
    restart(request.params.id, personOf(request).id, { kind: 'retried' }),
  );

  // A blank side on which a person saw something.
  app.post('/api/pages/:id/not-blank', { config: clerks, schema }, async (request) =>
    restart(request.params.id, personOf(request).id, { kind: 'not_blank' }),
  );

  app.post('/api/pages/:id/form', { config: clerks, schema: { ...schema, body: formChoiceSchema } }, async (request) =>
    restart(request.params.id, personOf(request).id, { kind: 'form_chosen', ...request.body }),
  );

  app.post('/api/pages/:id/turn', { config: clerks, schema: { ...schema, body: turnSchema } }, async (request) =>
    restart(request.params.id, personOf(request).id, { kind: 'turned', ...request.body }),
  );
};
