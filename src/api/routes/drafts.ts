/** Setting a petition up: its choices, its form from a blank sheet, a trial on filled ones, and opening it. */
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { InputError, NotFoundError } from '../../domain/errors.ts';
import { type FormDefinition, formDefinitionSchema } from '../../domain/form.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { scanOutcomeSchema } from '../../domain/wire-batch.ts';
import {
  draftChangeSchema,
  draftCreationSchema,
  draftFinishedSchema,
  draftFinishSchema,
  draftSchema,
  draftSheetChangeSchema,
  draftSheetKindSchema,
} from '../../domain/wire-draft.ts';
import { shrinkPicture } from '../../imaging/pixels.ts';
import { recordAudit } from '../../store/audit.ts';
import { withSnapshot, withTransaction } from '../../store/database.ts';
import { changeDraft, createDraft, deleteDraft, getDraft, listDrafts, removeContents } from '../../store/draft.ts';
import { getDraftSheet, removeSheets, restartDraftSheet } from '../../store/draft-sheet.ts';
import { personOf } from '../auth/access.ts';
import type { FormCheck } from '../dependencies.ts';
import { InvalidError } from '../error-handler.ts';
import type { IntakeContext } from '../intake/intake-context.ts';
import type { ScanOutcomeWire } from '../intake/outcome-wire.ts';
import { toDraftWire } from '../petitions/draft-wire.ts';
import { openDraft } from '../petitions/open-draft.ts';
import {
  detectFromFilled,
  jobFor,
  MOST_TRIAL_PAGES,
  receiveSheet,
  SHEET_FILE_BYTES,
} from '../petitions/receive-sheets.ts';

const params = z.object({ id: idSchema });
const sheetParams = z.object({ id: idSchema, sheetId: idSchema });
const config = { roles: ['supervisor', 'administrator'] } as const;
const schema = { params, response: { 200: draftSchema } };
const sheetSchema = { params: sheetParams, response: { 200: draftSchema } };
/** px. The sheet as the editor shows it at its closest zoom; originals are three times as large. */
const PICTURE_WIDTH = 1_600;

export const draftRoutes: FastifyPluginAsyncZod<IntakeContext & { checkForm: FormCheck }> = async (app, context) => {
  const { database, images, queues, wake, checkForm } = context;
  await app.register(multipart, {
    limits: { fileSize: SHEET_FILE_BYTES + 1, files: MOST_TRIAL_PAGES, fields: 5, fieldSize: 1_000 },
    throwFileSizeLimit: false,
  });
  // At one moment: else a sheet may seem done whose form is not there yet.
  const show = async (id: string) =>
    toDraftWire(await withSnapshot(database, (transaction) => getDraft(transaction, id)), checkForm);

  app.get('/api/drafts', { config, schema: { response: { 200: listOf(draftSchema) } } }, async () => {
    const drafts = await withSnapshot(database, listDrafts);
    return { items: drafts.map((draft) => toDraftWire(draft, checkForm)) };
  });

  app.post(
    '/api/drafts',
    { config, schema: { body: draftCreationSchema, response: { 201: draftSchema } } },
    async (request, reply) => {
      const begin = { petitionId: request.body.petitionId, personId: personOf(request).id };
      const draft = await withTransaction(database, (transaction) => createDraft(transaction, begin));
      return reply.code(201).send(toDraftWire(draft, checkForm));
    },
  );

  app.get('/api/drafts/:id', { config, schema }, async (request) => await show(request.params.id));

  /** Boxes may lie wrongly while they are being moved; what is no form definition at all is refused. */
  function parseForm(content: unknown): FormDefinition {
    const problems = checkForm(content).filter(({ code }) => code === 'form_schema');
    if (problems.length === 0) return formDefinitionSchema.parse(content);
    throw new InvalidError('form_unusable', 'This is no form definition.', problems);
  }

  app.patch('/api/drafts/:id', { config, schema: { ...schema, body: draftChangeSchema } }, async (request) => {
    const { choices, form } = request.body;
    const { id } = request.params;
    await changeDraft(database, id, { choices, ...(form !== undefined && { form: parseForm(form) }) });
    return await show(id);
  });

  app.delete('/api/drafts/:id', { config, schema: { params, response: { 204: z.void() } } }, async (request, reply) => {
    const gone = await withTransaction(database, (transaction) => deleteDraft(transaction, request.params.id));
    await removeContents(database, images, gone);
    return reply.code(204).send();
  });

  app.post(
    '/api/drafts/:id/open',
    { config, schema: { params, body: draftFinishSchema, response: { 201: draftFinishedSchema } } },
    async (request, reply) => {
      const { retireOlder } = request.body;
      const options = { draftId: request.params.id, personId: personOf(request).id, retireOlder };
      return reply.code(201).send(await openDraft({ database, images, checkForm }, options));
    },
  );

  app.post(
    '/api/drafts/:id/sheets/:kind',
    {
      config,
      schema: {
        params: params.extend({ kind: draftSheetKindSchema }),
        consumes: ['multipart/form-data'],
        response: { 200: listOf(scanOutcomeSchema) },
      },
    },
    async (request: FastifyRequest<{ Params: { id: string; kind: z.infer<typeof draftSheetKindSchema> } }>) => {
      const { id, kind } = request.params;
      await getDraft(database, id);
      const items: ScanOutcomeWire[] = [];
      if (request.isMultipart()) {
        for await (const part of request.files()) {
          const isFirst = items.every((item) => item.outcome === 'refused');
          items.push(await receiveSheet(context, part, { draftId: id, kind, isFirst }));
        }
      }
      const isAccepted = items.some((item) => item.outcome === 'accepted');
      if (kind === 'filled' && isAccepted) await detectFromFilled(context, id);
      if (items.length > 0) return { items };
      throw new InputError('files_missing', 'The request carries no files.', { remedy: 'Send them as "files".' });
    },
  );

  app.get(
    '/api/drafts/:id/sheets/:sheetId/image',
    { config, schema: { params: sheetParams } },
    async (request, reply) => {
      const { id, sheetId } = request.params;
      const sheet = await getDraftSheet(database, id, sheetId);
      if (sheet.image === null) throw new NotFoundError('picture_missing', 'There is no picture of this sheet (yet).');
      const etag = `"${sheet.image.slice(0, 32)}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (sheet.kind !== 'blank') {
        const personId = personOf(request).id;
        await recordAudit(database, { personId, kind: 'draft_sheet_viewed', subjectType: 'draft', subjectId: id });
      }
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      const picture = await shrinkPicture(await images.read(sheet.image), PICTURE_WIDTH);
      return reply.type('image/jpeg').send(Buffer.from(picture));
    },
  );

  /** Looks at the sheet once more: at another page of its file, or in a trial with the form as it is now. */
  app.post(
    '/api/drafts/:id/sheets/:sheetId/again',
    { config, schema: { ...sheetSchema, body: draftSheetChangeSchema.partial() } },
    async (request) => {
      const { id, sheetId } = request.params;
      const { page } = request.body;
      const { kind } = await getDraftSheet(database, id, sheetId);
      const again = { draftId: id, id: sheetId, ...(page !== undefined && { page }) };
      await wake(queues.add(jobFor(kind), [await restartDraftSheet(database, again)]));
      return await show(id);
    },
  );

  app.delete('/api/drafts/:id/sheets/:sheetId', { config, schema: sheetSchema }, async (request) => {
    const { id, sheetId } = request.params;
    await removeSheets(database, images, { draftId: id, id: sheetId });
    return await show(id);
  });
};
