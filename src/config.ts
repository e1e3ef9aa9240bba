/**
 * The environment, read once: the only file that knows `process.env`. Everything else is handed a frozen `Config`.
 * An unknown PARAPHE_ variable stops the start: a mistyped setting must not be silently without effect.
 */
import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { InputError } from './domain/errors.ts';

/** Beyond this many worker processes one machine gains nothing by default; a number given by hand may be higher. */
const MOST_WORKERS_BY_DEFAULT = 4;

/** Memory one worker may take at its peak (a full page in tesseract.js beside a rendered PDF), in bytes. */
const WORKER_MEMORY = 1_000_000_000;

function defaultWorkers(): number {
  const byMemory = Math.floor(totalmem() / WORKER_MEMORY) - 1;
  return Math.max(1, Math.min(availableParallelism(), byMemory, MOST_WORKERS_BY_DEFAULT));
}

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `expected at least ${least}`).max(most, `expected at most ${most}`));

const onOff = z.enum(['on', 'off'], 'expected on or off').transform((value) => value === 'on');

const addressOf = (schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    message: `expected an address beginning with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  });

/** Every variable, what it may hold and what holds when it is unset or empty. Documented in README.md. */
const variables = {
  PARAPHE_HOST: z.string().default('127.0.0.1'),
  PARAPHE_PORT: whole(0, 65_535).default(3000),
  PARAPHE_DATA: z.string().default('./data'),
  PARAPHE_WORKERS: whole(0, 256).optional(),
  PARAPHE_SAMPLES: onOff.optional(),
  // Not stricter: somebody@localhost is an address on a machine of one's own.
  PARAPHE_ADMIN_EMAIL: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address')
    .optional(),
  PARAPHE_ADMIN_PASSWORD: z.string().min(8, 'expected at least 8 characters').optional(),
  PARAPHE_PUBLIC_URL: addressOf(['http:', 'https:']).optional(),
  PARAPHE_TLS_CERT: z.string().optional(),
  PARAPHE_TLS_KEY: z.string().optional(),
  PARAPHE_TRUST_PROXY: z.string().optional(),
  PARAPHE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
  PARAPHE_METRICS_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  PARAPHE_HANDWRITING: onOff.default(true),
  PARAPHE_WATCH: z.string().optional(),
  PARAPHE_WATCH_PETITION: z.uuid('expected the id of a petition').optional(),
  DATABASE_URL: addressOf(['postgres:', 'postgresql:']).optional(),
  REDIS_URL: addressOf(['redis:', 'rediss:', 'unix:']).optional(),
} as const;

export const SETTING_NAMES: readonly string[] = Object.keys(variables);

type Variables = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]> };

export interface Config {
  readonly host: string;
  /** 0 lets the system choose; the line "Paraphe is ready at …" names the real one. */
  readonly port: number;
  /** Absolute path of the folder that holds database, images and keys. */
  readonly dataFolder: string;
  /** The database given from outside; null: the built-in one. */
  readonly databaseUrl: string | null;
  /** Queue on this Redis; null: on Postgres. */
  readonly redisUrl: string | null;
  /** Worker processes that the server starts; 0 when they run elsewhere. */
  readonly workers: number;
  /** Whether the practice petition is offered. */
  readonly samples: boolean;
  /** The first administrator; a null password is made up and printed once. */
  readonly admin: { readonly email: string; readonly password: string | null };
  /** How browsers reach this server, without a slash at the end; null: by host and port. */
  readonly publicUrl: string | null;
  /** Paths of the server's own certificate and its key; null: plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Session cookies carry `Secure`: browsers reach this server by HTTPS. */
  readonly secureCookies: boolean;
  /** Addresses of reverse proxies whose X-Forwarded- headers are believed; false: nobody's. */
  readonly trustProxy: false | string[];
  readonly logLevel: NonNullable<Variables['PARAPHE_LOG_LEVEL']>;
  /** Bearer token for /metrics from other machines; null: loopback only. */
  readonly metricsToken: string | null;
  /** Whether the handwriting engine reads beside tesseract.js. */
  readonly handwriting: boolean;
  /** Folder into which scanners write, and whose batches it fills (null: the newest open petition's); null: none. */
  readonly watch: { readonly folder: string; readonly petitionId: string | null } | null;
}

/** Number of single-character changes from one word to another (Levenshtein, two rows). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}

function refuseUnknown(env: NodeJS.ProcessEnv): void {
  const unknown = Object.keys(env).find((name) => name.startsWith('PARAPHE_') && !SETTING_NAMES.includes(name));
  if (unknown === undefined) return;
  const nearest = SETTING_NAMES.reduce((best, name) =>
    distance(unknown, name) < distance(unknown, best) ? name : best,
  );
  throw new InputError('config_unknown', `There is no setting ${unknown}.`, {
    remedy: `Did you mean ${nearest}? Correct or unset it; README.md lists every setting.`,
    params: { name: unknown },
  });
}

function parse(env: NodeJS.ProcessEnv): Variables {
  refuseUnknown(env);
  const parsed = Object.entries(variables).map(([name, schema]) => {
    const given = env[name]?.trim();
    const result = schema.safeParse(given === '' ? undefined : given);
    if (result.success) return [name, result.data];
    const why = result.error.issues[0]?.message ?? 'not understood';
    throw new InputError('config_invalid', `The setting ${name} cannot be used: ${why}.`, {
      remedy: 'Correct or unset it; README.md lists every setting.',
      params: { name },
    });
  });
  return Object.fromEntries(parsed) as Variables;
}

function tlsOf({ PARAPHE_TLS_CERT: cert, PARAPHE_TLS_KEY: key }: Variables): Config['tls'] {
  if (cert === undefined && key === undefined) return null;
  if (cert !== undefined && key !== undefined) return { certFile: resolve(cert), keyFile: resolve(key) };
  throw new InputError('config_invalid', 'PARAPHE_TLS_CERT and PARAPHE_TLS_KEY belong together: one is missing.', {
    remedy: 'Set both to the paths of the PEM files, or neither.',
  });
}

function trustProxyOf(value: string | undefined): Config['trustProxy'] {
  if (value === undefined || value === 'off') return false;
  return value.split(',').map((address) => address.trim());
}

/** Reads the settings; throws `InputError` naming the variable that is unknown or cannot be used. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values = parse(env);
  const tls = tlsOf(values);
  const publicUrl = values.PARAPHE_PUBLIC_URL?.replace(/\/+$/, '') ?? null;
  return Object.freeze({
    host: values.PARAPHE_HOST,
    port: values.PARAPHE_PORT,
    dataFolder: resolve(values.PARAPHE_DATA),
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    workers: values.PARAPHE_WORKERS ?? defaultWorkers(),
    samples: values.PARAPHE_SAMPLES ?? values.DATABASE_URL === undefined,
    admin: { email: values.PARAPHE_ADMIN_EMAIL ?? 'admin@localhost', password: values.PARAPHE_ADMIN_PASSWORD ?? null },
    publicUrl,
    tls,
    secureCookies: publicUrl === null ? tls !== null : publicUrl.startsWith('https:'),
    trustProxy: trustProxyOf(values.PARAPHE_TRUST_PROXY),
    // With everything built in somebody sits before it: only what needs them. Beside servers of its own: for the record.
    logLevel: values.PARAPHE_LOG_LEVEL ?? (values.DATABASE_URL === undefined ? 'warn' : 'info'),
    metricsToken: values.PARAPHE_METRICS_TOKEN ?? null,
    handwriting: values.PARAPHE_HANDWRITING,
    watch:
      values.PARAPHE_WATCH === undefined
        ? null
        : { folder: resolve(values.PARAPHE_WATCH), petitionId: values.PARAPHE_WATCH_PETITION ?? null },
  });
}

/** The environment of a worker process: the server's, with what the server has found out filled in. */
export function workerEnvironment(config: Config, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: databaseUrl,
    PARAPHE_DATA: config.dataFolder,
    PARAPHE_LOG_LEVEL: config.logLevel,
    PARAPHE_SAMPLES: config.samples ? 'on' : 'off',
  };
}

/** Whether a check that cannot run here is a failure (continuous integration) or a loud skip (a developer's machine). */
export const isContinuousIntegration = (): boolean => process.env.CI === 'true';
