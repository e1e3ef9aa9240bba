/** Keys of machines: created and revoked by administrators, good for the upload alone. Only their hash is kept. */
import { NotFoundError } from '../domain/errors.ts';
import type { Queryable } from './database.ts';
import type { AccessToken } from './generated/client.ts';

export type { AccessToken } from './generated/client.ts';

export async function createAccessToken(
  database: Queryable,
  token: { name: string; tokenHash: string; createdById: string },
): Promise<AccessToken> {
  return await database.accessToken.create({ data: token });
}

/** Those in force first, newest first. */
export async function listAccessTokens(database: Queryable): Promise<AccessToken[]> {
  const tokens = await database.accessToken.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] });
  return tokens.sort((a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null));
}

/** Revoking twice is fine; the first time stands. */
export async function revokeAccessToken(database: Queryable, id: string): Promise<AccessToken> {
  await database.accessToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  const token = await database.accessToken.findUnique({ where: { id } });
  if (token === null) throw new NotFoundError('token_unknown', 'There is no such access token.');
  return token;
}

/** The token in force with this hash, whose use is noted (to the minute); null for any other. */
export async function findAccessToken(database: Queryable, tokenHash: string): Promise<{ id: string } | null> {
  const token = await database.accessToken.findUnique({
    where: { tokenHash, revokedAt: null },
    select: { id: true },
  });
  if (token === null) return null;
  await database.$executeRaw`UPDATE access_token SET last_used_at = now() WHERE id = ${token.id}::uuid
    AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;
  return token;
}
