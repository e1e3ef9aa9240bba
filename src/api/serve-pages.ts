/** The built pages: files by their names, and the one page for every other address that a browser opens. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundError } from '../domain/errors.ts';
import { sessionOf } from './auth/access.ts';
import type { AppDependencies } from './dependencies.ts';

/** Built files carry a hash of their content in their names. */
const FOREVER = 'public, max-age=31536000, immutable';

export async function servePages(app: FastifyInstance, deps: AppDependencies): Promise<void> {
  const folder = deps.config.webFolder;
  const hasPages = folder !== null && existsSync(join(folder, 'index.html'));
  if (hasPages) {
    await app.register(async (scope) => {
      // The plugin adds its own routes, which carry no config: the files hold nothing but our own code.
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, roles: 'public' };
      });
      await scope.register(fastifyStatic, {
        root: folder,
        wildcard: false,
        cacheControl: false,
        schemaHide: true,
        setHeaders: (reply, path) => {
          reply.header('cache-control', path.includes('/assets/') ? FOREVER : 'no-cache');
        },
      });
    });
  }
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (hasPages && isPage && !request.url.startsWith('/api/')) {
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    }
    sessionOf(request);
    throw new NotFoundError('not_found', 'There is nothing at this address.');
  });
}
