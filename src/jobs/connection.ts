/**
 * Where the queue lives: on Redis when an address is given, else on the same Postgres as everything else. The only
 * file that knows; whoever uses a queue cannot tell.
 */
import { type BackendFactory, createPostgresBackend, createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

export interface QueueSettings {
  /** Used unless `redisUrl` is set. */
  databaseUrl: string;
  redisUrl: string | null;
  /** Keeps queues of several installations (and tests) on one server apart. Letters, digits and underscores. */
  namespace?: string;
}

export interface QueueConnection {
  backend: BackendFactory;
  options: { connection: never; prefix?: string };
  close(): Promise<void>;
}

const DEFAULT_NAMESPACE = 'paraphe_jobs';
/** The queue's own pool beside Prisma's: one connection for commands, one to spare; listening takes another. */
const POSTGRES_CONNECTIONS = 2;

/** BullMQ listens for breaks only of connections that lie idle in its pool: one in hand would end the process with it. */
class HeardClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/** BullMQ types its options by backend; here one value serves both, so the type is settled once, in this file. */
const untyped = (connection: unknown) => connection as never;

export function connectQueue({ databaseUrl, redisUrl, namespace = DEFAULT_NAMESPACE }: QueueSettings): QueueConnection {
  if (redisUrl === null) {
    const connection = untyped({
      connectionString: databaseUrl,
      // A schema of its own: the application's migrations never see these tables.
      schema: namespace,
      // Idempotent and guarded by an advisory lock of BullMQ's own; without it an empty database is refused.
      migrate: true,
      max: POSTGRES_CONNECTIONS,
      Client: HeardClient,
    });
    return {
      backend: createPostgresBackend as unknown as BackendFactory,
      options: { connection },
      close: async () => {},
    };
  }
  // Workers wait inside Redis for as long as it takes: a limit on retries would throw in the middle of it.
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, enableReadyCheck: true });
  // Connection losses are reported by the queues that share this client.
  redis.on('error', () => {});
  return {
    backend: createRedisBackend as unknown as BackendFactory,
    options: { connection: untyped(redis), prefix: namespace },
    close: async () => {
      redis.disconnect();
    },
  };
}
