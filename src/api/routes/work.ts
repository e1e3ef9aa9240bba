/** A reviewer's own lines that ended otherwise; the record of work in sums. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema, listOf } from '../../domain/wire.ts';
import { type CorrectedLineWire, correctedLineSchema, workRecordSchema } from '../../domain/wire-work.ts';
import { wordFields } from '../../review/show-fields.ts';
import { recordAudit } from '../../store/audit.ts';
import { type CorrectedLine, LEAST_PEOPLE, listOwnCorrections, listWorkDays } from '../../store/corrections.ts';
import { createFormShelf, type FormVersion, getPetition } from '../../store/petition.ts';
import { personOf } from '../auth/access.ts';
import type { RouteContext } from '../dependencies.ts';
import { stripUrl } from '../review/claim-wire.ts';

const params = z.object({ id: idSchema });

function toWire(line: CorrectedLine, form: FormVersion): CorrectedLineWire {
  const { own, final, machine } = line;
  const isCounted = final.outcome === 'accepted';
  return {
    lineId: line.lineId,
    index: line.index,
    sheet: line.sheet,
    stripUrl: stripUrl(line.lineId),
    at: line.at.toISOString(),
    kind: line.kind,
    own: { outcome: own.outcome, reason: own.reason },
    final: { outcome: final.outcome, reason: final.reason },
    fields: wordFields(form.definition).map(({ name, label }) => ({
      name,
      label,
      machine: machine[name] ?? '',
      own: own.fields[name] ?? '',
      final: isCounted ? (final.fields[name] ?? '') : null,
    })),
  };
}

export const workRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  const formOf = createFormShelf();

  app.get(
    '/api/petitions/:id/own-corrections',
    {
      config: { roles: ['reviewer', 'supervisor'] },
      schema: { params, response: { 200: listOf(correctedLineSchema) } },
    },
    async (request) => {
      const personId = personOf(request).id;
      const petitionId = request.params.id;
      const lines = await listOwnCorrections(database, { petitionId, personId });
      const items = await Promise.all(
        lines.map(async (line) => toWire(line, await formOf(database, line.formDefinitionId))),
      );
      await recordAudit(database, {
        personId,
        kind: 'corrections_viewed',
        subjectType: 'petition',
        subjectId: petitionId,
        details: { lines: lines.map(({ lineId }) => lineId) },
      });
      return { items };
    },
  );

  app.get(
    '/api/petitions/:id/work',
    { config: { roles: ['supervisor'] }, schema: { params, response: { 200: workRecordSchema } } },
    async (request) => {
      const petition = await getPetition(database, request.params.id);
      const items = await listWorkDays(database, petition.id);
      return { recorded: petition.settings.recordOfWork, leastPeople: LEAST_PEOPLE, items };
    },
  );
};
