/** Deliveries: what was declared, what came in, and files by plain multipart. */
import type { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { InputError } from '../../domain/errors.ts';
import { batchCreationSchema, batchSchema, batchSummarySchema, scanOutcomeSchema } from '../../domain/wire-batch.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { cleanFileName } from '../../intake/accept-scan.ts';
import { createBatch, getBatch, listBatches, listScansOfBatch, UNDECLARED } from '../../store/batch.ts';
import { toDomainError, withSnapshot } from '../../store/database.ts';
import { listPagesOfBatch } from '../../store/page-views.ts';
import { getPetition } from '../../store/petition.ts';
import { checkBatchOpen } from '../../store/scan.ts';
import { type Actor, actorOf } from '../auth/access.ts';
import { toBatchPageWire, toBatchScanWire, toBatchSummaryWire } from '../intake/batch-wire.ts';
import type { IntakeContext } from '../intake/intake-context.ts';
import { isRefusal, refusal, type ScanOutcomeWire, toOutcomeWire } from '../intake/outcome-wire.ts';
import { withIncomingFile } from '../intake/receive-file.ts';

const params = z.object({ id: idSchema });
/** Where the paper lies. */
const place = z.object({ box: z.string().max(100).optional(), folder: z.string().max(100).optional() });
const clerks = { roles: ['mailroom', 'supervisor', 'administrator'], machines: true } as const;
const readers = { roles: ['mailroom', 'supervisor', 'dpo', 'auditor', 'administrator'] } as const;

export const batchRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, context) => {
  const { database, acceptScan, limits, incomingFolder } = context;
  await app.register(multipart, {
    limits: { fileSize: limits.fileBytes + 1, files: limits.files, fields: 20, fieldSize: 10_000 },
    // Too large is our own refusal of one file, not the end of the request.
    throwFileSizeLimit: false,
  });

  app.get(
    '/api/petitions/:id/batches',
    {
      config: { ...readers, machines: true },
      schema: { params, querystring: place, response: { 200: listOf(batchSummarySchema) } },
    },
    async (request) => {
      await getPetition(database, request.params.id);
      const batches = await listBatches(database, request.params.id, request.query);
      return { items: batches.map(toBatchSummaryWire) };
    },
  );

  app.post(
    '/api/petitions/:id/batches',
    { config: clerks, schema: { params, body: batchCreationSchema, response: { 201: batchSummarySchema } } },
    async (request, reply) => {
      const known = Object.entries(request.body).filter(([, value]) => value !== undefined);
      const batch = {
        ...UNDECLARED,
        name: request.body.name,
        ...Object.fromEntries(known),
        petitionId: request.params.id,
      };
      const id = await createBatch(database, batch, actorOf(request));
      return reply.code(201).send(toBatchSummaryWire(await getBatch(database, id)));
    },
  );

  app.get(
    '/api/batches/:id',
    { config: readers, schema: { params, response: { 200: batchSchema } } },
    async (request) => {
      const { id } = request.params;
      // At one moment: else the sums above the list are not those of the list.
      return await withSnapshot(database, async (transaction) => {
        const batch = await getBatch(transaction, id);
        const pages = await listPagesOfBatch(transaction, id);
        const scans = await listScansOfBatch(transaction, id);
        return { ...toBatchSummaryWire(batch), pages: pages.map(toBatchPageWire), scans: scans.map(toBatchScanWire) };
      });
    },
  );

  async function receive(file: { filename: string; file: Readable }, batchId: string, actor: Actor) {
    const fileName = cleanFileName(file.filename);
    try {
      return await withIncomingFile(file.file, { folder: incomingFolder, limit: limits.fileBytes }, async (incoming) =>
        toOutcomeWire(fileName, await acceptScan({ ...incoming, fileName }, { batchId, ...actor })),
      );
    } catch (thrown) {
      const error = toDomainError(thrown);
      if (!isRefusal(error)) throw thrown;
      return refusal(fileName, error);
    } finally {
      // What a refusal left unread must not hold up the files behind it.
      file.file.resume();
    }
  }

  app.post(
    '/api/batches/:id/scans',
    {
      config: clerks,
      schema: { params, consumes: ['multipart/form-data'], response: { 200: listOf(scanOutcomeSchema) } },
    },
    async (request: FastifyRequest<{ Params: { id: string } }>) => {
      if (!request.isMultipart()) {
        throw new InputError('files_missing', 'The request carries no files.', {
          remedy: 'Send them as multipart/form-data.',
        });
      }
      await checkBatchOpen(database, request.params.id);
      const items: ScanOutcomeWire[] = [];
      for await (const part of request.files()) {
        items.push(await receive(part, request.params.id, actorOf(request)));
      }
      if (items.length === 0) {
        throw new InputError('files_missing', 'The request carries no files.', {
          remedy: 'Send them in the field "files".',
        });
      }
      return { items };
    },
  );
};
