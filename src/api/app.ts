/** Builds the server's application: checks, documentation, routes, pages. It does not listen; main.ts does. */
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { guardRoutes } from './auth/access.ts';
import type { AppDependencies, RouteContext } from './dependencies.ts';
import { handleErrors } from './error-handler.ts';
import { createStripImages } from './review/strip-images.ts';
import { accuracyRoutes } from './routes/accuracy.ts';
import { auditRoutes } from './routes/audit.ts';
import { columnRoutes } from './routes/columns.ts';
import { duplicateRoutes } from './routes/duplicates.ts';
import { exportRoutes } from './routes/exports.ts';
import { handBackRoutes } from './routes/hand-back.ts';
import { healthRoutes } from './routes/health.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { lineRoutes } from './routes/lines.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { peopleRoutes } from './routes/people.ts';
import { petitionRoutes } from './routes/petitions.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { questionRoutes } from './routes/questions.ts';
import { retentionRoutes } from './routes/retention.ts';
import { reviewRoutes } from './routes/review.ts';
import { sessionRoutes } from './routes/session.ts';
import { signerRoutes } from './routes/signers.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { townRoutes } from './routes/towns.ts';
import { trialSheetRoutes } from './routes/trial-sheets.ts';
import { workRoutes } from './routes/work.ts';
import { compressAnswers } from './compress-answers.ts';
import { servePages } from './serve-pages.ts';

/** Bytes of a JSON body. A form definition with its print is the largest. Uploads have their own limits. */
const BODY_LIMIT = 4_000_000;
/** Requests a minute for one session, or for one address without a session. A fast reviewer makes about 200. */
const REQUESTS_PER_MINUTE = 3_000;

const ROUTES = [
  accuracyRoutes,
  healthRoutes,
  metricsRoutes,
  sessionRoutes,
  peopleRoutes,
  petitionRoutes,
  reviewRoutes,
  questionRoutes,
  handBackRoutes,
  columnRoutes,
  lineRoutes,
  townRoutes,
  tokenRoutes,
  workRoutes,
  signerRoutes,
  duplicateRoutes,
  ledgerRoutes,
  exportRoutes,
  auditRoutes,
  privacyRoutes,
  retentionRoutes,
  trialSheetRoutes,
];

function contentSecurityPolicy(isSecure: boolean) {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
    },
  };
}

async function registerFoundations(app: FastifyInstance, deps: AppDependencies): Promise<void> {
  const { isSecure, version } = deps.config;
  await app.register(helmet, {
    contentSecurityPolicy: contentSecurityPolicy(isSecure),
    hsts: isSecure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Paraphe', description: 'Paper petitions in, proven signatures out.', version },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: isSecure ? '__Host-paraphe' : 'paraphe' },
          token: { type: 'http', scheme: 'bearer', description: 'A machine’s access token' },
        },
      },
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input);
      const roles = input.route.config?.roles;
      const keys: Record<string, string[]>[] = [{ session: [] }];
      if (input.route.config?.machines === true) keys.push({ token: [] });
      const answers = { security: roles === 'public' ? [] : keys, 'x-roles': roles };
      return { schema: { ...schema, ...answers }, url };
    },
  });
  guardRoutes(app, deps);
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    keyGenerator: (request) => request.session?.tokenHash ?? request.ip,
  });
}

/** Every answer about signers is for this person, now: no cache between keeps it. */
function forbidCaching(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

export async function buildApp(deps: AppDependencies): Promise<FastifyInstance> {
  const app = fastify({
    ...(deps.logger === false ? {} : { loggerInstance: deps.logger as FastifyBaseLogger }),
    // The default request log prints addresses with their query: ours carry none, but a mistyped one might.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustProxy,
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // A form on another site can send text/plain without asking; JSON it cannot.
  app.removeContentTypeParser('text/plain');
  handleErrors(app);
  forbidCaching(app);
  compressAnswers(app);
  await registerFoundations(app, deps);
  const context: RouteContext = {
    ...deps,
    strips: createStripImages(deps.images),
  };
  for (const routes of ROUTES) {
    await app.register(routes, context);
  }
  for (const plugin of deps.plugins ?? []) await app.register(plugin);
  app.get('/openapi.json', { config: { roles: 'public' }, schema: { hide: true } }, async () => app.swagger());
  await servePages(app, deps);
  return app;
}
