/** `paraphe upload`: files to a server, from a script or beside a scanner, with a machine's access token. */
import { openAsBlob } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { InputError, NotFoundError, ParapheError, SurroundingsError } from '../domain/errors.ts';
import { idSchema } from '../domain/wire.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';
import { describeFailure } from './read.ts';

const usage = `Usage: paraphe upload FILE… --batch BATCH --token-file FILE [--petition ID] [--server URL]
  FILE               scans or folders of them: PDF, TIFF, JPEG, PNG
  --batch BATCH      id of an open batch; or a name, with --petition: the open batch of that name, made when missing
  --petition ID      the petition of a batch given by name
  --token-file FILE  holds the access token that an administrator created
  --server URL       default http://127.0.0.1:3000
One JSON object a file on stdout: { file, outcome: accepted | duplicate | refused, code?, message?, scanId? }.
A lost connection is tried again; what arrived already is told as a duplicate and never counted twice.`;

/** ms between tries while the server is away or busy: a minute and a half in all. */
const PAUSES = [500, 1_000, 2_000, 5_000, 10_000, 15_000, 25_000, 30_000];

interface Line {
  address: string;
  token: string;
}

/** Answers that a later try may better. */
const isPassing = (status: number) => status === 429 || status === 503 || status === 507 || status >= 500;

async function ask<T>({ address, token }: Line, path: string, init: () => Promise<RequestInit>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const pause = PAUSES[attempt];
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const { headers: more, ...options } = await init();
    const answer = await fetch(`${address}${path}`, {
      ...options,
      headers: { ...headers, ...(more as Record<string, string>) },
    }).catch((error: unknown) => ({ failed: error }));
    if ('failed' in answer) {
      if (pause === undefined) {
        const remedy = 'Check the address and the network.';
        throw new SurroundingsError('network', `The server ${address} does not answer.`, {
          remedy,
          cause: answer.failed,
        });
      }
    } else if (answer.ok) return (await answer.json()) as T;
    else if (!isPassing(answer.status) || pause === undefined) throw await problemOf(answer);
    await wait(pause);
  }
}

async function problemOf(answer: Response): Promise<ParapheError> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; remedy?: string };
  const message = body.detail ?? `The server answered ${answer.status}.`;
  return new InputError(body.code ?? 'unknown', message, body.remedy === undefined ? {} : { remedy: body.remedy });
}

const json = (body: object) => async (): Promise<RequestInit> => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

interface Batch {
  id: string;
  name: string;
  state: string;
}

async function findBatch(line: Line, { batch, petition }: { batch: string; petition: string | undefined }) {
  if (idSchema.safeParse(batch).success) return batch;
  if (petition === undefined) throw new UsageError('A batch given by name needs --petition ID.');
  const path = `/api/petitions/${encodeURIComponent(petition)}/batches`;
  const { items } = await ask<{ items: Batch[] }>(line, path, async () => ({}));
  const known = items.find((one) => one.name === batch && one.state === 'open');
  return known?.id ?? (await ask<Batch>(line, path, json({ name: batch }))).id;
}

/** Folders walked to the bottom, in the order of their names; hidden files are passed over. */
async function listFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
  return (await Promise.all(names.map((name) => listFiles(join(path, name))))).flat();
}

interface Outcome {
  outcome: 'accepted' | 'duplicate' | 'refused';
  code?: string;
  message?: string;
}

async function sendFile(line: Line, batchId: string, file: string): Promise<Outcome> {
  const { items } = await ask<{ items: Outcome[] }>(line, `/api/batches/${batchId}/scans`, async () => {
    const form = new FormData();
    // Backed by the file: it is read while it is sent, whatever its size.
    form.append('files', await openAsBlob(file), basename(file));
    return { method: 'POST', body: form };
  });
  const [outcome] = items;
  if (outcome === undefined) throw new NotFoundError('outcome_missing', 'The server said nothing about the file.');
  return outcome;
}

async function readToken(path: string): Promise<string> {
  const token = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (token !== '') return token;
  throw new InputError('token_missing', `There is no access token in ${path}.`, {
    remedy: 'Put the token there that was shown when it was created.',
  });
}

async function sendAll(line: Line, batchId: string, paths: string[]): Promise<ExitCode> {
  let isFailed = false;
  for (const path of paths) {
    try {
      for (const file of await listFiles(path)) {
        const outcome = await sendFile(line, batchId, file);
        process.stdout.write(`${JSON.stringify({ ...outcome, file })}\n`);
        if (outcome.outcome !== 'refused') continue;
        isFailed = true;
        process.stderr.write(`${file}: ${outcome.code}: ${outcome.message ?? ''}\n`);
      }
    } catch (error) {
      process.stderr.write(`${path}: ${describeFailure(error)}\n`);
      isFailed = true;
      // Every further file would meet the same.
      if (error instanceof ParapheError) break;
    }
  }
  return isFailed ? 1 : 0;
}

async function run(args: string[]): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = { batch: text, petition: text, server: text, 'token-file': text };
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
  const { batch, petition, server = 'http://127.0.0.1:3000', 'token-file': tokenFile } = values;
  if (positionals.length === 0) throw new UsageError('Which file?');
  if (batch === undefined) throw new UsageError('Which batch? --batch BATCH');
  if (tokenFile === undefined) throw new UsageError('The access token is needed: --token-file FILE');
  if (!URL.canParse(server)) throw new UsageError('--server takes an address such as https://petitions.example.org');
  const line = { address: server.replace(/\/+$/, ''), token: await readToken(tokenFile) };
  return await sendAll(line, await findBatch(line, { batch, petition }), positionals);
}

export const command: Command = { usage, run };
