/** The built pages: files by their names, and the one page for every other address that a browser opens. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundError } from '../domain/errors.ts';
import { sessionOf } from './auth/access.ts';
import type { AppDependencies } from './dependencies.ts';

/** Built files carry a hash of their content in their names. */
const FOREVER = 'public, max-age=31536000, immutable';

/** Paths with forward slashes, relative to the folder. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

export async function servePages(app: FastifyInstance, deps: AppDependencies): Promise<void> {
  const folder = deps.config.webFolder;
  const hasPages = folder !== null && existsSync(join(folder, 'index.html'));
  if (hasPages) {
    await app.register(fastifyStatic, {
      root: folder,
      // Routes of our own: the plugin's would carry no config and say nothing about who may use them.
      serve: false,
      // The build leaves .br and .gz beside each file.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? FOREVER : 'no-cache');
      },
    });
    // The files hold nothing but our own code.
    const open = { config: { roles: 'public' }, schema: { hide: true } } as const;
    for (const file of filesUnder(folder)) app.get(`/${file}`, open, (_request, reply) => reply.sendFile(file));
    app.get('/', open, (_request, reply) => reply.sendFile('index.html'));
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
