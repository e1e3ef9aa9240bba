/** A clerk at a browser whose server may vanish at any moment: keeps trying until every file has its outcome. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ScanOutcomeWire } from '../../src/api/intake/outcome-wire.ts';

export interface ClerkOptions {
  address: string;
  account: { email: string; password: string };
}

/** ms. */
const PAUSE = 100;
const PATIENCE = 120_000;
/** bytes of one request of a resumable upload. */
const PIECE = 4_000;

/** Again and again while the server is away or does not know what to say. */
async function insist<T>(what: string, attempt: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + PATIENCE; ; ) {
    const result = await attempt().catch(() => null);
    if (result !== null) return result;
    if (Date.now() > end) throw new Error(`In vain: ${what}`);
    await wait(PAUSE);
  }
}

export async function createClerk({ address, account }: ClerkOptions) {
  const headers = await insist('to sign in', async () => {
    const answer = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    });
    if (!answer.ok) return null;
    const { csrfToken } = (await answer.json()) as { csrfToken: string };
    return { cookie: answer.headers.getSetCookie()[0]!.split(';')[0]!, 'x-csrf-token': csrfToken };
  });
  const ask = async (method: string, path: string, init: RequestInit = {}) =>
    await fetch(`${address}${path}`, {
      method,
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
      signal: AbortSignal.timeout(20_000),
    });

  async function post<T>(path: string, body: object): Promise<T> {
    return await insist(path, async () => {
      const options = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const answer = await ask('POST', path, options);
      return answer.ok ? ((await answer.json()) as T) : null;
    });
  }

  /** In one request; what was received before a crash comes back as a duplicate of itself. */
  async function send(batchId: string, name: string, bytes: Uint8Array): Promise<ScanOutcomeWire> {
    return await insist(`to send ${name}`, async () => {
      const form = new FormData();
      form.append('files', new Blob([new Uint8Array(bytes)]), name);
      const answer = await ask('POST', `/api/batches/${batchId}/scans`, { body: form });
      return answer.ok ? (((await answer.json()) as { items: ScanOutcomeWire[] }).items[0] ?? null) : null;
    });
  }

  /** By tus, in pieces; a cut continues where the server says it stands. */
  async function sendResumable(batchId: string, name: string, bytes: Uint8Array): Promise<ScanOutcomeWire> {
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const tus = { 'tus-resumable': '1.0.0' };
    const path = await insist(`to begin ${name}`, async () => {
      const metadata = `filename ${encode(name)},batchId ${encode(batchId)}`;
      const length = { 'upload-length': String(bytes.length), 'upload-metadata': metadata };
      const answer = await ask('POST', '/api/uploads', { headers: { ...tus, ...length } });
      return answer.status === 201 ? answer.headers.get('location') : null;
    });
    return await insist(`to finish ${name}`, async () => {
      const where = await ask('HEAD', path, { headers: tus });
      if (!where.ok) return null;
      for (let at = Number(where.headers.get('upload-offset')); at < bytes.length; at += PIECE) {
        const piece = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(at) };
        const body = new Uint8Array(bytes.subarray(at, at + PIECE));
        const answer = await ask('PATCH', path, { headers: { ...tus, ...piece }, body });
        if (!answer.ok) return null;
      }
      const outcome = await ask('GET', `${path}/outcome`);
      return outcome.ok ? ((await outcome.json()) as ScanOutcomeWire) : null;
    });
  }

  return { post, send, sendResumable };
}
export type Clerk = Awaited<ReturnType<typeof createClerk>>;
