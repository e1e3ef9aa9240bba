/**
 * Answers of some length travel compressed: the claims of a sheet shrink to a seventh. Left alone is whatever carries a
 * secret (the session's token): its length must tell nothing about it (the BREACH attack).
 */
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);

/** Bytes. One packet of a network carries less than that in any case. */
const LEAST = 1_400;
/** Fast: a person waits, and more effort gains a tenth. */
const LEVEL = constants.Z_BEST_SPEED + 2;

const SECRET = /^\/api\/(session|tokens|people)\b/;

export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isJson = String(reply.getHeader('content-type') ?? '').includes('json');
    if (typeof payload !== 'string' || payload.length < LEAST || !isJson || SECRET.test(request.url)) return payload;
    if (!String(request.headers['accept-encoding'] ?? '').includes('gzip')) return payload;
    reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding').removeHeader('content-length');
    return await compress(payload, { level: LEVEL });
  });
}
