/** Questions about lines: to a colleague, to the supervisors; their answers; who waits for what. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ConflictError, NotFoundError } from '../../domain/errors.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import {
  answerRequestSchema,
  colleagueSchema,
  questionRequestSchema,
  questionSchema,
} from '../../domain/wire-questions.ts';
import { cleanValue } from '../../review/check-decision.ts';
import { recordAudit } from '../../store/audit.ts';
import { type Transaction, withTransaction } from '../../store/database.ts';
import { answerQuestion, askAbout, listColleagues, listQuestions } from '../../store/question.ts';
import { personOf } from '../auth/access.ts';
import type { RouteContext } from '../dependencies.ts';

const config = { roles: ['reviewer', 'supervisor'] } as const;
const params = z.object({ id: idSchema });
const nothing = { 204: z.null() };

/** What is left of a note is kept; a note of nothing but control characters is none. */
const clean = (text: string | null | undefined) => (text == null ? null : cleanValue(text) || null);

/** Nothing may be written about a line that a right of its signer keeps closed. */
async function refuseClosed(transaction: Transaction, lineId: string): Promise<void> {
  const line = await transaction.line.findUnique({ where: { id: lineId } });
  if (line === null) throw new NotFoundError('line_unknown', 'There is no such line.');
  if (line.erasedAt !== null) throw new ConflictError('line_erased', 'The content of this line was erased.');
  if (line.restrictedAt !== null)
    throw new ConflictError('line_restricted', 'This line may not be changed at present.');
}

export const questionRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  app.get(
    '/api/petitions/:id/questions',
    { config, schema: { params, response: { 200: listOf(questionSchema) } } },
    async (request) => {
      const { id: personId, roles } = personOf(request);
      const isSupervisor = roles.includes('supervisor');
      const items = await listQuestions(database, { petitionId: request.params.id, personId, isSupervisor });
      return { items: items.map((item) => ({ ...item, at: item.at.toISOString() })) };
    },
  );

  app.get(
    '/api/rows/:id/colleagues',
    { config, schema: { params, response: { 200: listOf(colleagueSchema) } } },
    async (request) => ({ items: await listColleagues(database, request.params.id, personOf(request).id) }),
  );

  app.post(
    '/api/rows/:id/questions',
    { config, schema: { params, body: questionRequestSchema, response: nothing } },
    async (request, reply) => {
      const personId = personOf(request).id;
      const lineId = request.params.id;
      const { to, personId: colleagueId = null, text } = request.body;
      await withTransaction(database, async (transaction) => {
        await refuseClosed(transaction, lineId);
        const asked = to === 'supervisor' ? null : colleagueId;
        await askAbout(transaction, { lineId, personId, to, colleagueId: asked, text: clean(text) });
        const kind = to === 'supervisor' ? 'line_escalated' : 'line_asked';
        await recordAudit(transaction, { personId, kind, subjectType: 'line', subjectId: lineId });
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/rows/:id/answers',
    { config, schema: { params, body: answerRequestSchema, response: nothing } },
    async (request, reply) => {
      const { id: personId, roles } = personOf(request);
      const lineId = request.params.id;
      await withTransaction(database, async (transaction) => {
        await refuseClosed(transaction, lineId);
        const text = clean(request.body.text);
        await answerQuestion(transaction, { lineId, personId, isSupervisor: roles.includes('supervisor'), text });
        await recordAudit(transaction, { personId, kind: 'line_answered', subjectType: 'line', subjectId: lineId });
      });
      return reply.code(204).send(null);
    },
  );
};
