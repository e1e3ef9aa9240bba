/** Access tokens of machines: an administrator makes and revokes them; the token is shown once. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema, listOf } from '../../domain/wire.ts';
import {
  accessTokenSchema,
  type AccessTokenWire,
  tokenCreatedSchema,
  tokenCreationSchema,
} from '../../domain/wire-machines.ts';
import { type AccessToken, createAccessToken, listAccessTokens, revokeAccessToken } from '../../store/access-token.ts';
import { recordAudit } from '../../store/audit.ts';
import { type Queryable, withTransaction } from '../../store/database.ts';
import { hashToken, newToken, personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';

const config = { roles: ['administrator'] } as const;
const params = z.object({ id: idSchema });
/** So that whoever finds one in a script knows what it opens. */
const PREFIX = 'paraphe_';

async function toWire(database: Queryable, tokens: AccessToken[]): Promise<AccessTokenWire[]> {
  const people = await database.person.findMany({
    where: { id: { in: tokens.map((token) => token.createdById) } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return tokens.map((token) => ({
    id: token.id,
    name: token.name,
    createdBy: names.get(token.createdById) ?? null,
    createdAt: token.createdAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
  }));
}

export const tokenRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database }) => {
  app.get('/api/tokens', { config, schema: { response: { 200: listOf(accessTokenSchema) } } }, async () => ({
    items: await toWire(database, await listAccessTokens(database)),
  }));

  app.post(
    '/api/tokens',
    { config, schema: { body: tokenCreationSchema, response: { 201: tokenCreatedSchema } } },
    async (request, reply) => {
      const token = `${PREFIX}${newToken()}`;
      const personId = personOf(request).id;
      const created = await withTransaction(database, async (transaction) => {
        const { name } = request.body;
        const row = await createAccessToken(transaction, { name, tokenHash: hashToken(token), createdById: personId });
        const subject = { subjectType: 'access_token', subjectId: row.id };
        await recordAudit(transaction, { personId, kind: 'token_created', ...subject });
        return row;
      });
      const [wire] = await toWire(database, [created]);
      return reply.code(201).send({ ...wire!, token });
    },
  );

  app.delete(
    '/api/tokens/:id',
    { config, schema: { params, response: { 200: accessTokenSchema } } },
    async (request) => {
      const revoked = await withTransaction(database, async (transaction) => {
        const row = await revokeAccessToken(transaction, request.params.id);
        const subject = { subjectType: 'access_token', subjectId: row.id };
        await recordAudit(transaction, { personId: personOf(request).id, kind: 'token_revoked', ...subject });
        return row;
      });
      const [wire] = await toWire(database, [revoked]);
      return wire!;
    },
  );
};
