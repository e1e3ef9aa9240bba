/** How the watched folder stands, for whoever waits for its scans. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type WatchWire, watchSchema } from '../../domain/wire-machines.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

const config = { roles: ['mailroom', 'supervisor', 'administrator'] } as const;
const OFF: WatchWire = {
  ...{ state: 'off', folder: null, lookedAt: null, code: null },
  ...{ waiting: 0, locked: 0, taken: 0, refused: 0 },
};

export const watchRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { watch }) => {
  app.get('/api/watch', { config, schema: { response: { 200: watchSchema } } }, async () => watch?.status() ?? OFF);
};
