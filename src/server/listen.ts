/** Opens the server to its network: plain HTTP, or HTTPS with a certificate of one's own. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { SurroundingsError } from '../domain/errors.ts';

/** ms. Open connections (live events, slow downloads) are cut when this has passed after the server stops listening. */
const CLOSING_PATIENCE = 2_000;

export interface Listening {
  /** As printed for the person: http://127.0.0.1:3000. */
  address: string;
  close(): Promise<void>;
}

type Place = Pick<Config, 'host' | 'port' | 'tls'>;

function toListenError(error: unknown, { host, port }: Place): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new SurroundingsError('port_in_use', `Something else already listens on port ${port} of ${host}.`, {
      remedy: 'Stop that, or choose another port: PARAPHE_PORT=3001 npm start.',
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new SurroundingsError('port_not_allowed', `This user may not listen on port ${port}.`, {
      remedy: 'Choose a port from 1024 on with PARAPHE_PORT and put a reverse proxy before it.',
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new SurroundingsError('host_unknown', `This machine has no address ${host}.`, {
      remedy: 'Set PARAPHE_HOST to 127.0.0.1 (this machine alone), 0.0.0.0 (the network), or an address it has.',
      cause: error,
    });
  }
  return error;
}

async function open(server: Server, place: Place): Promise<void> {
  try {
    server.listen({ host: place.host, port: place.port });
    await once(server, 'listening');
  } catch (error) {
    throw toListenError(error, place);
  }
}

/** Throws at once, before anything slow is begun, when nobody could listen there. */
export async function checkPort(place: Place): Promise<void> {
  if (place.port === 0) return;
  const probe = createServer();
  await open(probe, place);
  probe.close();
  await once(probe, 'close');
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SurroundingsError('certificate_unreadable', `The certificate file ${path} cannot be read.`, {
      remedy: 'PARAPHE_TLS_CERT and PARAPHE_TLS_KEY are paths of PEM files that the user who starts Paraphe can read.',
      cause: error,
    });
  }
}

function createListener(app: FastifyInstance, tls: Config['tls']): Server {
  if (tls === null) return app.server as Server;
  const pem = { cert: readPem(tls.certFile), key: readPem(tls.keyFile) };
  try {
    return createSecureServer(pem, (request, reply) => app.routing(request, reply));
  } catch (error) {
    throw new SurroundingsError('certificate_unusable', 'The certificate and its key cannot be used together.', {
      remedy: 'PARAPHE_TLS_CERT holds the certificate and its chain, PARAPHE_TLS_KEY the key without a password.',
      cause: error,
    });
  }
}

function describe(server: Server, { host, tls }: Place): string {
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return `${tls === null ? 'http' : 'https'}://${name}:${port}`;
}

export async function listen(app: FastifyInstance, place: Place): Promise<Listening> {
  await app.ready();
  const server = createListener(app, place.tls);
  await open(server, place);
  return {
    address: describe(server, place),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), CLOSING_PATIENCE);
      await closed;
      clearTimeout(timer);
      await app.close();
    },
  };
}
