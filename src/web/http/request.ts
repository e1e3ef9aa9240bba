/** The one way to the server: JSON both ways, the session's token on every change, problems as ProblemError. */
import { hasCode, type Problem, ProblemError } from './problem.ts';

let csrfToken = '';
const onSignedOut = new Set<() => void>();
const onSignedInAgain = new Set<() => void>();
let renewToken = async () => false;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

export function csrfHeader(): Record<string, string> {
  return { 'x-csrf-token': csrfToken };
}

/** Called when an answer says that there is no session any more, or none that opens anything before a new password. */
export function whenSignedOut(listener: () => void): () => void {
  onSignedOut.add(listener);
  return () => onSignedOut.delete(listener);
}

/** Called when the person at work has signed in again, after their session had ended: what waits may go now. */
export function whenSignedInAgain(listener: () => void): () => void {
  onSignedInAgain.add(listener);
  return () => onSignedInAgain.delete(listener);
}

export function tellSignedInAgain(): void {
  for (const listener of onSignedInAgain) listener();
}

/** `renew` fetches the token of the present session; false when it is not the session of whoever is at work here. */
export function renewTokenWith(renew: () => Promise<boolean>): void {
  renewToken = renew;
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { ...body, code: body.code ?? 'unknown', status: response.status };
  } catch {
    return { code: 'unknown', status: response.status, title: response.statusText };
  }
}

/** Whoever was at work has to come to the door again: nothing was done. */
export const isShutOut = ({ status, code }: Problem) => status === 401 || code === 'password_change_required';

/** An aborted request stays an AbortError: nobody waits for it any more. */
export async function send(path: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError({ code: 'network', status: 0 });
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (isShutOut(problem) && !path.startsWith('/api/session')) for (const listener of onSignedOut) listener();
  throw new ProblemError(problem);
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  return (await response.json()) as T;
}

type Method = 'POST' | 'PATCH' | 'PUT' | 'DELETE';

async function changeOnce(method: Method, path: string, body: unknown, options: RequestInit): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...csrfHeader() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return await send(path, {
    ...options,
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** A session begun in another tab has another token: asked for once more, then the change is sent again. */
async function changeWithFreshToken(...args: Parameters<typeof changeOnce>): Promise<Response> {
  try {
    return await changeOnce(...args);
  } catch (error) {
    if (!hasCode(error, 'csrf_token_wrong')) throw error;
    if (!(await renewToken())) throw new ProblemError({ code: 'signed_out', status: 401 });
    return await changeOnce(...args);
  }
}

/** Answers undefined when the server says 204. */
export async function change<T>(method: Method, path: string, body?: unknown, options: RequestInit = {}): Promise<T> {
  const response = await changeWithFreshToken(method, path, body, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
