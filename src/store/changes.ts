/**
 * What changed, as the database announces it (`LISTEN paraphe`): kinds and ids only. One connection a process; when it
 * breaks it is made again, and everybody is told to look anew, since announcements in between are lost.
 */
import pg from 'pg';

export type Change = { kind: 'batch' | 'petition'; id: string } | { kind: 'reconnected' };

export interface ChangeFeed {
  /** Answers how to stop listening. */
  subscribe(listener: (change: Change) => void): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'paraphe';
/** ms. */
const RECONNECT_AFTER = 1_000;

function parse(payload: string | undefined): Change | null {
  const [kind, id] = (payload ?? '').split(':');
  if ((kind !== 'batch' && kind !== 'petition') || id === undefined) return null;
  return { kind, id };
}

export function createChangeFeed({ databaseUrl }: { databaseUrl: string }): ChangeFeed {
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  let client: pg.Client | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function again(): void {
    client?.removeAllListeners();
    client?.on('error', () => {});
    client = null;
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), RECONNECT_AFTER).unref();
  }

  async function connect(isFirst = false): Promise<void> {
    const fresh = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    client = fresh;
    fresh.on('error', again);
    fresh.on('end', again);
    fresh.on('notification', ({ payload }) => {
      const change = parse(payload);
      if (change !== null) tell(change);
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
      if (!isFirst) tell({ kind: 'reconnected' });
    } catch {
      again();
    }
  }

  const connecting = connect(true);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await connecting;
      client?.removeAllListeners();
      client?.on('error', () => {});
      await client?.end().catch(() => {});
    },
  };
}
