/** The published error rate: one sample a petition, keyed again blind; the figures and their certificate. */
import { randomBytes } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { claimRequestSchema, claimSchema, leaseSchema, leasesSchema } from '../../domain/wire-review.ts';
import { printQuerySchema } from '../../domain/wire-envelope.ts';
import { exportQuerySchema } from '../../domain/wire-ledger.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import {
  accuracyKeyedSchema,
  accuracyKeyingSchema,
  accuracySchema,
  sampleRequestSchema,
} from '../../domain/wire-accuracy.ts';
import { BYTE_ORDER_MARK, csvRecord } from '../../ledger/csv.ts';
import { printCertificate } from '../../ledger/print-certificate.ts';
import { claimDrawn, drawSample, extendDrawn, releaseDrawn } from '../../store/accuracy.ts';
import { recordAudit } from '../../store/audit.ts';
import { withTransaction } from '../../store/database.ts';
import { createFormShelf, getPetition } from '../../store/petition.ts';
import { personOf } from '../auth/access.ts';
import type { RouteContext } from '../dependencies.ts';
import { keyDrawnLine, readDrawnClaims } from '../review/accuracy-claims.ts';
import { certificateOf, certificateRows, readAccuracy } from '../review/accuracy-report.ts';

const params = z.object({ id: idSchema });
const readers = { roles: ['mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor'] } as const;
const exporters = { roles: ['supervisor', 'auditor', 'dpo'] } as const;
const keyers = { roles: ['reviewer', 'supervisor'] } as const;
/** Bytes of a made-up seed: nobody hits on the same twice. */
const SEED_BYTES = 16;

export const accuracyRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  const formOf = createFormShelf();

  app.get(
    '/api/petitions/:id/accuracy',
    { config: readers, schema: { params, response: { 200: accuracySchema } } },
    async (request) => {
      const petition = await getPetition(database, request.params.id);
      const { id: personId, roles } = personOf(request);
      const mayKey = roles.some((role) => role === 'reviewer' || role === 'supervisor');
      return await readAccuracy(database, petition, { personId, mayCorrect: roles.includes('supervisor'), mayKey });
    },
  );

  app.post(
    '/api/petitions/:id/accuracy-sample',
    {
      config: { roles: ['supervisor'] },
      schema: { params, body: sampleRequestSchema, response: { 201: accuracySchema } },
    },
    async (request, reply) => {
      const petition = await getPetition(database, request.params.id);
      const personId = personOf(request).id;
      const seed = request.body.seed ?? randomBytes(SEED_BYTES).toString('hex');
      await withTransaction(database, async (transaction) => {
        const sample = { petitionId: petition.id, personId, seed, size: request.body.size };
        const details = { seed, ...(await drawSample(transaction, sample)) };
        const drawn = { personId, kind: 'sample_drawn', subjectType: 'petition', subjectId: petition.id, details };
        await recordAudit(transaction, drawn);
      });
      const viewer = { personId, mayCorrect: true, mayKey: true };
      return reply.code(201).send(await readAccuracy(database, petition, viewer));
    },
  );

  app.get(
    '/api/petitions/:id/accuracy.csv',
    { config: exporters, schema: { params, querystring: exportQuerySchema } },
    async (request, reply) => {
      const petition = await getPetition(database, request.params.id);
      const { separator, bom } = request.query;
      const style = { separator: separator === 'tab' ? '\t' : separator, bom: bom === '1' || bom === 'true' };
      const viewer = { personId: personOf(request).id, mayCorrect: false, mayKey: false };
      const rows = certificateRows(petition, await readAccuracy(database, petition, viewer));
      await recordAudit(database, {
        personId: viewer.personId,
        kind: 'accuracy_exported',
        subjectType: 'petition',
        subjectId: petition.id,
      });
      const text = rows.map((row) => csvRecord(row, style)).join('');
      return reply
        .header('content-disposition', 'attachment; filename="accuracy.csv"')
        .type('text/csv; charset=utf-8')
        .send(`${style.bom ? BYTE_ORDER_MARK : ''}${text}`);
    },
  );

  app.get(
    '/api/petitions/:id/accuracy.pdf',
    { config: exporters, schema: { params, querystring: printQuerySchema } },
    async (request, reply) => {
      const petition = await getPetition(database, request.params.id);
      const { id: personId, language } = personOf(request);
      const accuracy = await readAccuracy(database, petition, { personId, mayCorrect: false, mayKey: false });
      const certificate = certificateOf(
        petition,
        accuracy,
        request.query.language ?? (language === 'fr' ? 'fr' : 'en'),
      );
      await recordAudit(database, {
        ...{ personId, kind: 'accuracy_exported', subjectType: 'petition', subjectId: petition.id },
        details: { settled: accuracy.lines.settled, format: 'pdf' },
      });
      reply.header('content-disposition', 'inline; filename="accuracy.pdf"').type('application/pdf');
      return reply.send(Buffer.from(await printCertificate(certificate)));
    },
  );

  app.post(
    '/api/accuracy/claims',
    { config: keyers, schema: { body: claimRequestSchema, response: { 200: listOf(claimSchema) } } },
    async (request) => {
      const { petitionId, limit } = request.body;
      const personId = personOf(request).id;
      await getPetition(database, petitionId);
      const wish = { petitionId, personId, limit };
      const ids = await withTransaction(database, (transaction) => claimDrawn(transaction, wish));
      return { items: await readDrawnClaims({ database, personId, formOf }, petitionId, ids) };
    },
  );

  app.post(
    '/api/accuracy/heartbeats',
    { config: keyers, schema: { body: leasesSchema, response: { 200: listOf(leaseSchema) } } },
    async (request) => {
      const held = await extendDrawn(database, { personId: personOf(request).id, lineIds: request.body.ids });
      return { items: held.map(({ id, leaseExpiresAt }) => ({ id, leaseExpiresAt: leaseExpiresAt.toISOString() })) };
    },
  );

  app.post(
    '/api/accuracy/releases',
    { config: keyers, schema: { body: leasesSchema, response: { 204: z.null() } } },
    async (request, reply) => {
      await releaseDrawn(database, personOf(request).id, request.body.ids);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/accuracy/lines/:id/keyings',
    { config: keyers, schema: { params, body: accuracyKeyingSchema, response: { 200: accuracyKeyedSchema } } },
    async (request) => {
      const personId = personOf(request).id;
      const { id: lineId } = request.params;
      return await withTransaction(database, async (transaction) => {
        const keyed = await keyDrawnLine({ transaction, personId, formOf }, lineId, request.body);
        await recordAudit(transaction, { personId, kind: 'sample_keyed', subjectType: 'line', subjectId: lineId });
        return keyed;
      });
    },
  );
};
