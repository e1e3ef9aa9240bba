/** Separator sheets: printed for a batch or for a petition, and what became of them. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema } from '../../domain/wire.ts';
import { separatorRequestSchema, separatorsSchema } from '../../domain/wire-triage.ts';
import { printSeparators } from '../../forms/print-separator.ts';
import { getBatch } from '../../store/batch.ts';
import { createSeparators, listSeparators } from '../../store/separator.ts';
import { checkBatchOpen } from '../../store/scan.ts';
import { personOf } from '../auth/access.ts';
import type { IntakeContext } from '../intake/intake-context.ts';

const params = z.object({ id: idSchema });
const clerks = { roles: ['mailroom', 'supervisor', 'administrator'] } as const;
const readers = { roles: ['mailroom', 'supervisor', 'dpo', 'auditor', 'administrator'] } as const;

export const separatorRoutes: FastifyPluginAsyncZod<IntakeContext> = async (app, { database }) => {
  app.get(
    '/api/petitions/:id/separators',
    { config: readers, schema: { params, response: { 200: separatorsSchema } } },
    async (request) => {
      const rows = await listSeparators(database, request.params.id);
      return {
        items: rows.map(({ id, label, batch, declaredSheets, declaredSignatures, printedAt, pages }) => ({
          id,
          label,
          batchId: batch?.id ?? null,
          batchName: batch?.name ?? null,
          declaredSheets,
          declaredSignatures,
          printedAt: printedAt.toISOString(),
          pageIds: pages.map((page) => page.id),
        })),
      };
    },
  );

  type Wish = z.infer<typeof separatorRequestSchema>;
  async function print(
    wish: Wish & { petitionId: string; batchId: string | null },
    person: { id: string; language: string },
  ): Promise<Buffer> {
    const sheets = await createSeparators(database, {
      petitionId: wish.petitionId,
      batchId: wish.batchId,
      copies: wish.copies,
      declaredSheets: wish.declaredSheets ?? null,
      declaredSignatures: wish.declaredSignatures ?? null,
      personId: person.id,
    });
    return Buffer.from(await printSeparators(sheets, person.language === 'fr' ? 'fr' : 'en'));
  }
  const schema = { params, body: separatorRequestSchema };

  // Each sheet begins a batch of its own, made when it comes back in a stack.
  app.post('/api/petitions/:id/separators', { config: clerks, schema }, async (request, reply) => {
    const wish = { ...request.body, petitionId: request.params.id, batchId: null };
    return reply.type('application/pdf').send(await print(wish, personOf(request)));
  });

  app.post('/api/batches/:id/separators', { config: clerks, schema }, async (request, reply) => {
    const { id } = request.params;
    await checkBatchOpen(database, id);
    const { petitionId, declaredSheets, declaredSignatures } = await getBatch(database, id);
    const wish = { declaredSheets, declaredSignatures, ...request.body, petitionId, batchId: id };
    return reply.type('application/pdf').send(await print(wish, personOf(request)));
  });
};
