/** Received files: take back, move, try again. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { batchScanSchema, scanMoveSchema } from '../../domain/wire-batch.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { knownQuestionSchema, knownScanSchema } from '../../domain/wire-machines.ts';
import { findKnownScans, getScan, moveScan, retryScan } from '../../store/scan.ts';
import { withdrawScan } from '../../store/withdrawal.ts';
import { personOf } from '../auth/access.ts';
import { toBatchScanWire } from '../intake/batch-wire.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

const params = z.object({ id: idSchema });
const config = { roles: ['mailroom', 'supervisor', 'administrator'] } as const;
const schema = { params, response: { 200: batchScanSchema } };

export const scanRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { database, images, queues, wake }) => {
  // Asked before sending: what is here already need not travel.
  app.post(
    '/api/scans/known',
    { config, schema: { body: knownQuestionSchema, response: { 200: listOf(knownScanSchema) } } },
    async (request) => ({ items: await findKnownScans(database, request.body.sha256) }),
  );

  app.post('/api/scans/:id/withdraw', { config, schema }, async (request) => {
    const { id } = request.params;
    await withdrawScan(database, images, { scanId: id, personId: personOf(request).id });
    return toBatchScanWire(await getScan(database, id));
  });

  app.post('/api/scans/:id/move', { config, schema: { ...schema, body: scanMoveSchema } }, async (request) => {
    const move = { scanId: request.params.id, batchId: request.body.batchId, personId: personOf(request).id };
    return toBatchScanWire(await moveScan(database, move));
  });

  app.post('/api/scans/:id/retry', { config, schema }, async (request) => {
    const { id } = request.params;
    const payload = await retryScan(database, { scanId: id, personId: personOf(request).id });
    await wake(queues.add('split-scan', [payload]));
    return toBatchScanWire(await getScan(database, id));
  });
};
