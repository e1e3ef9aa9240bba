/** Towns of a French postcode, from the official table that comes with the product: nothing is looked up outside. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listOf } from '../../domain/wire.ts';
import { townSchema } from '../../domain/wire-review.ts';
import type { AppDependencies } from '../dependencies.ts';

interface Commune {
  nom: string;
  type: string;
  codesPostaux?: string[];
  population?: number;
}

/** Postcode to its towns, the largest first. */
async function loadTowns(): Promise<Map<string, string[]>> {
  const path = createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/data/communes.json');
  const communes = JSON.parse(await readFile(path, 'utf8')) as Commune[];
  const towns = new Map<string, string[]>();
  const current = communes.filter((commune) => commune.type === 'commune-actuelle');
  current.sort((a, b) => (b.population ?? 0) - (a.population ?? 0));
  for (const { nom, codesPostaux = [] } of current) {
    for (const postcode of codesPostaux) towns.set(postcode, [...(towns.get(postcode) ?? []), nom]);
  }
  return towns;
}

export const townRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app) => {
  let towns: Promise<Map<string, string[]>> | undefined;

  app.get(
    '/api/towns',
    {
      config: { roles: ['reviewer', 'supervisor', 'dpo'] },
      schema: {
        querystring: z.object({ postcode: z.string().regex(/^\d{5}$/, 'expected five digits') }),
        response: { 200: listOf(townSchema) },
      },
    },
    async (request, reply) => {
      towns ??= loadTowns();
      const { postcode } = request.query;
      const found = (await towns).get(postcode) ?? [];
      reply.header('cache-control', 'private, max-age=86400');
      return { items: found.map((city) => ({ postcode, city })) };
    },
  );
};
