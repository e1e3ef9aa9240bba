/** Figures for a monitoring system, in the text format of Prometheus. Sums only. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { listLivingWorkers } from '../../store/heartbeat.ts';
import { countStates } from '../../store/ledger.ts';
import { AccessError } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

function isToken(header: string | undefined, token: string | null): boolean {
  if (token === null || header === undefined) return false;
  const given = Buffer.from(header);
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

interface Gauge {
  name: string;
  help: string;
  values: { labels?: Record<string, string>; value: number }[];
}

/** Label values here are our own state names: nothing in them needs escaping. */
function toText(gauges: Gauge[]): string {
  const lines = gauges.flatMap(({ name, help, values }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...values.map(({ labels = {}, value }) => {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
      return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

const byLabel = (label: string, counts: Record<string, number>) =>
  Object.entries(counts).map(([text, value]) => ({ labels: { [label]: text }, value }));

export const metricsRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, queues, config }) => {
  app.get('/metrics', { config: { roles: 'public' } }, async (request, reply) => {
    if (!LOOPBACK.includes(request.ip) && !isToken(request.headers.authorization, config.metricsToken)) {
      throw new AccessError(401, 'metrics_token_wrong', 'Figures need the token when asked for from another machine.');
    }
    const [states, workers, jobs] = await Promise.all([
      countStates(database),
      listLivingWorkers(database),
      queues.counts(),
    ]);
    const text = toText([
      { name: 'paraphe_lines', help: 'Printed lines by state.', values: byLabel('state', states.lines) },
      { name: 'paraphe_pages', help: 'Pages by state.', values: byLabel('state', states.pages) },
      { name: 'paraphe_jobs', help: 'Jobs by what they are doing.', values: byLabel('state', jobs) },
      { name: 'paraphe_workers', help: 'Workers heard of lately.', values: [{ value: workers.length }] },
      {
        name: 'process_resident_memory_bytes',
        help: 'Memory of the server process.',
        values: [{ value: process.memoryUsage.rss() }],
      },
    ]);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
};
