/** People who may have signed more than once, within the petition's own scope: shown to be compared, never merged. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema } from '../../domain/wire.ts';
import { apartSchema, duplicatesSchema } from '../../domain/wire-duplicates.ts';
import { findPairs, identityOf, type Signed } from '../../ledger/same-person.ts';
import { recordAudit } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { listToldApart, readSigned, tellApart } from '../../store/duplicate.ts';
import { createFormShelf, type FormShelf, getPetition, type Petition } from '../../store/petition.ts';
import { getSigner } from '../../store/signer.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { toSignerWire, viewerOf } from '../review/signer-wire.ts';

const params = z.object({ id: idSchema });

/** Pairs shown at once: as many as a person compares at a sitting; the others follow when these are settled. */
const SHOWN = 50;

async function lookForPairs(database: Database, petition: Petition, formOf: FormShelf): Promise<[string, string][]> {
  const { duplicateScope } = petition.settings;
  if (duplicateScope === 'none') return [];
  const apart = await listToldApart(database, petition.id);
  const signed: Signed[] = [];
  for await (const rows of readSigned(database, petition.id)) {
    for (const { id, formDefinitionId, batchId, fields } of rows) {
      const { definition } = await formOf(database, formDefinitionId);
      const scope = duplicateScope === 'batch' ? batchId : '';
      signed.push({ id, scope, ...identityOf(definition, fields) });
    }
  }
  return findPairs(signed, (pair) => apart.has(pair.join()));
}

export const duplicateRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database }) => {
  const formOf = createFormShelf();

  app.get(
    '/api/petitions/:id/duplicates',
    { config: { roles: ['supervisor', 'dpo'] }, schema: { params, response: { 200: duplicatesSchema } } },
    async (request) => {
      const person = personOf(request);
      const petition = await getPetition(database, request.params.id);
      const pairs = await lookForPairs(database, petition, formOf);
      const viewer = viewerOf(person);
      const items = await Promise.all(
        pairs.slice(0, SHOWN).map(async ([first, second]) => ({
          first: toSignerWire(await getSigner(database, first), viewer),
          second: toSignerWire(await getSigner(database, second), viewer),
        })),
      );
      await recordAudit(database, {
        personId: person.id,
        kind: 'duplicates_viewed',
        subjectType: 'petition',
        subjectId: petition.id,
        details: { lines: [...new Set(items.flatMap(({ first, second }) => [first.lineId, second.lineId]))] },
      });
      return { scope: petition.settings.duplicateScope, total: pairs.length, items };
    },
  );

  app.post(
    '/api/petitions/:id/duplicates/apart',
    { config: { roles: ['supervisor'] }, schema: { params, body: apartSchema, response: { 204: z.void() } } },
    async (request, reply) => {
      const { ids } = request.body;
      await tellApart(database, { petitionId: request.params.id, personId: personOf(request).id, ids });
      return reply.code(204).send();
    },
  );
};
