/** Finding a stored signer, its history, and putting it right. Every look is in the audit trail. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RejectionReason } from '../../domain/reasons.ts';
import type { Role } from '../../domain/roles.ts';
import { correctionSchema, signerHistorySchema, signerSchema, signerSearchSchema } from '../../domain/wire-signer.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { wordFields } from '../../review/show-fields.ts';
import { recordAudit } from '../../store/audit.ts';
import { withTransaction } from '../../store/database.ts';
import { type Decision, listDecisions } from '../../store/decision.ts';
import { createFormShelf } from '../../store/petition.ts';
import { getSigner, searchSigners } from '../../store/signer.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { correctSigner } from '../review/correct-signer.ts';
import { isHidden, toSignerWire, viewerOf } from '../review/signer-wire.ts';

const config = { roles: ['reviewer', 'supervisor', 'dpo'] } as const;
const params = z.object({ id: idSchema });

function toHistory(decisions: Decision[], names: Map<string, string>, hide: boolean) {
  return decisions.map((decision) => ({
    id: decision.id,
    kind: decision.kind,
    outcome: decision.outcome,
    reason: decision.reason as RejectionReason | null,
    fields: hide ? null : (decision.fields as Record<string, string> | null),
    person: decision.personId === null ? null : (names.get(decision.personId) ?? null),
    at: decision.createdAt.toISOString(),
  }));
}

export const signerRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database }) => {
  const formOf = createFormShelf();

  async function readHistory(id: string, roles: readonly Role[]) {
    const viewer = viewerOf({ roles });
    const signer = await getSigner(database, id);
    const { line } = signer;
    const maySeeEvidence =
      line.state === 'counted' && !isHidden(signer, viewer) && (viewer.isOfficer || roles.includes('supervisor'));
    const [form, decisions] = await Promise.all([
      formOf(database, signer.line.formDefinitionId),
      listDecisions(database, signer.lineId),
    ]);
    const people = await database.person.findMany({
      where: { id: { in: decisions.flatMap((decision) => decision.personId ?? []) } },
      select: { id: true, displayName: true },
    });
    const names = new Map(people.map((person) => [person.id, person.displayName]));
    return {
      ...toSignerWire(signer, viewer),
      formFields: wordFields(form.definition).map(({ name, type, label }) => ({ name, type, label })),
      batch: signer.line.page.scan.batch,
      noticeVersion: signer.line.form.notice.version,
      contactEvidenceUrl:
        maySeeEvidence && line.contactEvidence !== null ? `/api/lines/${line.id}/contact-evidence` : null,
      history: toHistory(decisions, names, isHidden(signer, viewer)),
    };
  }

  app.post(
    '/api/signers/search',
    { config, schema: { body: signerSearchSchema, response: { 200: listOf(signerSchema) } } },
    async (request) => {
      const person = personOf(request);
      const viewer = viewerOf(person);
      const found = await searchSigners(database, { ...request.body, hidesMeasured: viewer.isKeyer });
      await recordAudit(database, {
        personId: person.id,
        kind: 'signers_searched',
        subjectType: 'petition',
        subjectId: request.body.petitionId,
        // Which lines were seen, never what was looked for.
        details: { lines: found.map((signer) => signer.lineId) },
      });
      return { items: found.map((signer) => toSignerWire(signer, viewer)) };
    },
  );

  app.get(
    '/api/signers/:id',
    { config, schema: { params, response: { 200: signerHistorySchema } } },
    async (request) => {
      const person = personOf(request);
      const history = await readHistory(request.params.id, person.roles);
      await recordAudit(database, {
        personId: person.id,
        kind: 'signer_viewed',
        subjectType: 'line',
        subjectId: history.lineId,
      });
      return history;
    },
  );

  app.post(
    '/api/signers/:id/corrections',
    { config, schema: { params, body: correctionSchema, response: { 200: signerHistorySchema } } },
    async (request) => {
      const person = personOf(request);
      await withTransaction(database, (transaction) =>
        correctSigner({ transaction, personId: person.id, formOf }, request.params.id, request.body),
      );
      return await readHistory(request.params.id, person.roles);
    },
  );
};
