/** Turns every error into application/problem+json, once. What a person typed never gets into an answer or a log. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ConflictError, InputError, NotFoundError, ParapheError, SurroundingsError } from '../domain/errors.ts';
import { toDomainError } from '../store/database.ts';
import { AccessError, TooManyError } from './auth/access.ts';

interface Problem {
  status: number;
  code: string;
  detail?: string | undefined;
  remedy?: string | undefined;
  params?: Record<string, string | number> | undefined;
  problems?: InvalidPart[] | undefined;
}

/** What is wrong, and where; with a code and parameters where other languages have a sentence for it. */
export interface InvalidPart {
  path: string;
  message: string;
  code?: string;
  params?: Record<string, string | number>;
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Signed out',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Wrong media type',
  422: 'Not acceptable as it is',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
};

/** An `InputError` that lists what is wrong where. */
export class InvalidError extends InputError {
  readonly problems: InvalidPart[];

  constructor(code: string, message: string, problems: InvalidPart[]) {
    super(code, message);
    this.problems = problems;
  }
}

function statusOf(error: ParapheError): number {
  if (error instanceof AccessError) return error.status;
  if (error instanceof TooManyError) return 429;
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ConflictError) return 409;
  if (error instanceof InputError) return 422;
  if (error instanceof SurroundingsError) return 503;
  return 500;
}

/** Zod's messages quote the schema, not the value; enum and literal messages name what was expected. */
function validationProblem(error: FastifyError): Problem {
  const problems = hasZodFastifySchemaValidationErrors(error)
    ? error.validation.map(({ instancePath, message }) => ({
        path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
        message: message ?? 'invalid',
      }))
    : [];
  return { status: 400, code: 'invalid_request', detail: 'The request is not as it should be.', problems };
}

const FASTIFY_CODES: Record<string, string> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_BAD_URL: 'invalid_request',
};

export function toProblem(thrown: unknown): Problem {
  const error = toDomainError(thrown);
  if (error instanceof ParapheError) {
    return {
      status: statusOf(error),
      code: error.code,
      detail: error.message,
      remedy: error.remedy,
      params: Object.keys(error.params).length === 0 ? undefined : error.params,
      problems: error instanceof InvalidError ? error.problems : undefined,
    };
  }
  const fastifyError = error as Partial<FastifyError>;
  if (fastifyError.validation !== undefined) return validationProblem(error as FastifyError);
  const status = fastifyError.statusCode ?? 500;
  if (status === 429)
    return { status, code: 'too_many_requests', detail: 'Too many requests.', remedy: 'Wait a minute.' };
  if (status >= 400 && status < 500)
    return { status, code: FASTIFY_CODES[fastifyError.code ?? ''] ?? 'invalid_request' };
  return { status: 500, code: 'internal_error', remedy: 'Try again; if it lasts, tell your administrator the time.' };
}

/** Name, code and stack frames: an unforeseen error's message may quote a value. */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name: error.name, code, at: frames.slice(0, 12).map((line) => line.trim()) };
}

export function sendProblem(reply: FastifyReply, { status, ...problem }: Problem): FastifyReply {
  const body = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, ...problem };
  // Serialised here: a route's own answer schemas do not apply to problems.
  return reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(body);
}

export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = toProblem(error);
    if (problem.status >= 500) request.log.error({ failure: loggable(error), code: problem.code }, 'request failed');
    return sendProblem(reply, problem);
  });
}
