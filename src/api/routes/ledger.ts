/** The count of a petition: every printed line in exactly one state. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isBalanced } from '../../domain/ledger.ts';
import { dayCountSchema, ledgerSchema } from '../../domain/wire-ledger.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { listDays, readLedger } from '../../store/ledger.ts';
import { getPetition } from '../../store/petition.ts';
import type { AppDependencies } from '../dependencies.ts';

const params = z.object({ id: idSchema });
const config = { roles: ['mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor'] } as const;
/** A petition's life in days fits. */
const MOST_DAYS = 1_000;

export const ledgerRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database }) => {
  app.get(
    '/api/petitions/:id/ledger',
    { config, schema: { params, response: { 200: ledgerSchema } } },
    async (request) => {
      await getPetition(database, request.params.id);
      const ledger = await readLedger(database, request.params.id);
      return { ...ledger, balanced: isBalanced(ledger) };
    },
  );

  app.get(
    '/api/petitions/:id/days',
    { config, schema: { params, response: { 200: listOf(dayCountSchema) } } },
    async (request) => {
      await getPetition(database, request.params.id);
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      return { items: await listDays(database, { petitionId: request.params.id, timeZone, days: MOST_DAYS }) };
    },
  );
};
