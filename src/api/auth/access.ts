/**
 * Who may do what. Every route says so in its `config.roles`; a route that says nothing is a bug and stops the boot,
 * so that nothing is ever open by forgetting.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ParapheError } from '../../domain/errors.ts';
import type { Role } from '../../domain/roles.ts';
import type { Person } from '../../store/person.ts';
import { findAccessToken } from '../../store/access-token.ts';
import { findSession } from '../../store/session.ts';
import type { AppDependencies } from '../dependencies.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Any of these roles; `signed-in`: whoever has a session; `public`: everybody. */
    roles?: readonly Role[] | 'public' | 'signed-in';
    /** Opens to a machine's access token too. */
    machines?: boolean;
    /** Stays open to a person who must change the password first. */
    beforePasswordChange?: boolean;
  }
  interface FastifyRequest {
    /** Null on public routes without a valid cookie. */
    session: SignedIn | null;
    /** The machine's token of a request that carries one; `unknown` when it is not in force. */
    machine: { tokenId: string } | 'unknown' | null;
  }
}

export interface SignedIn {
  tokenHash: string;
  csrfToken: string;
  person: Person;
}

/** Answered as 401 or 403; everything else of the error family has another status. */
export class AccessError extends ParapheError {
  override readonly name = 'AccessError';
  readonly status: 401 | 403;

  constructor(status: 401 | 403, code: string, message: string, remedy?: string) {
    super(code, message, remedy === undefined ? {} : { remedy });
    this.status = status;
  }
}

/** Answered as 429. */
export class TooManyError extends ParapheError {
  override readonly name = 'TooManyError';

  constructor() {
    super('too_many_requests', 'Too many wrong passwords.', { remedy: 'Wait a minute.', retryable: true });
  }
}

export const cookieName = (isSecure: boolean) => (isSecure ? '__Host-paraphe' : 'paraphe');

export const newToken = () => randomBytes(32).toString('base64url');
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

const signedOut = () => new AccessError(401, 'signed_out', 'Nobody is signed in.', 'Sign in and try again.');

/** The session of a request that has passed the access check. */
export function sessionOf(request: FastifyRequest): SignedIn {
  if (request.session === null) throw signedOut();
  return request.session;
}

/** Who acts: a person, or a machine by its token. */
export interface Actor {
  personId: string | null;
  tokenId: string | null;
}

export function actorOf(request: FastifyRequest): Actor {
  const { machine } = request;
  if (machine !== null && machine !== 'unknown') return { personId: null, tokenId: machine.tokenId };
  return { personId: personOf(request).id, tokenId: null };
}

export const personOf = (request: FastifyRequest): Person => sessionOf(request).person;

/** Fresh at every request: a role withdrawn a second ago is gone. */
async function loadSession(request: FastifyRequest, deps: AppDependencies): Promise<SignedIn | null> {
  const token = request.cookies[cookieName(deps.config.isSecure)];
  if (token === undefined || token.length > 128) return null;
  const session = await findSession(deps.database, hashToken(token));
  if (session === null) return null;
  return { tokenHash: session.tokenHash, csrfToken: session.csrfToken, person: session.person };
}

const BEARER = /^Bearer +(\S{1,128})$/i;

/** Public routes may want a bearer token of their own. */
async function loadMachine(request: FastifyRequest, deps: AppDependencies): Promise<FastifyRequest['machine']> {
  const { authorization } = request.headers;
  if (authorization === undefined || request.routeOptions.config.roles === 'public') return null;
  const token = BEARER.exec(authorization)?.[1];
  const known = token === undefined ? null : await findAccessToken(deps.database, hashToken(token));
  return known === null ? 'unknown' : { tokenId: known.id };
}

function checkMachine(request: FastifyRequest): void {
  if (request.machine === 'unknown') {
    const remedy = 'Have an administrator create a new one.';
    throw new AccessError(401, 'token_unknown', 'This access token is not known, or was revoked.', remedy);
  }
  if (request.routeOptions.config.machines !== true) {
    throw new AccessError(403, 'token_out_of_scope', 'An access token opens the upload of files alone.');
  }
}

function checkRole(request: FastifyRequest): void {
  const { roles, beforePasswordChange } = request.routeOptions.config;
  if (roles === 'public') return;
  const { person } = sessionOf(request);
  if (person.mustChangePassword && beforePasswordChange !== true) {
    throw new AccessError(403, 'password_change_required', 'The password must be changed first.');
  }
  if (roles === 'signed-in') return;
  if (roles === undefined || !roles.some((role) => person.roles.includes(role))) {
    throw new AccessError(403, 'role_missing', 'This needs a role that your account does not have.');
  }
}

const isChange = (method: string) => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** The token in the header proves that the request comes from our own pages: other sites can send the cookie, not read it. */
function checkOrigin(request: FastifyRequest): void {
  if (!isChange(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    throw new AccessError(403, 'foreign_origin', 'This request comes from another site.');
  }
  if (request.routeOptions.config.roles === 'public') return;
  const sent = request.headers['x-csrf-token'];
  const expected = Buffer.from(sessionOf(request).csrfToken);
  const given = Buffer.from(typeof sent === 'string' ? sent : '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new AccessError(403, 'csrf_token_wrong', 'The header x-csrf-token is missing or wrong.', 'Reload the page.');
  }
}

/** Registers the checks; call it before any route is added. */
export function guardRoutes(app: FastifyInstance, deps: AppDependencies): void {
  app.decorateRequest('session', null);
  app.decorateRequest('machine', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.roles === undefined) {
      throw new Error(`Route ${String(route.method)} ${route.url} does not say who may use it (config.roles).`);
    }
  });
  app.addHook('onRequest', async (request) => {
    request.machine = await loadMachine(request, deps);
    // A machine is never taken for the person whose browser may run beside it.
    request.session = request.machine === null ? await loadSession(request, deps) : null;
  });
  // After the rate limit, which is an onRequest hook too: preParsing runs before any body is read.
  app.addHook('preParsing', async (request: FastifyRequest, _reply: FastifyReply, payload) => {
    if (request.is404) return payload;
    if (request.machine !== null) {
      // No cookie speaks for it, so no other site can make it speak.
      checkMachine(request);
      return payload;
    }
    checkRole(request);
    checkOrigin(request);
    return payload;
  });
}
