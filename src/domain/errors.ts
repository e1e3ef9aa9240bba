/**
 * The one error family. Expected outcomes (unreadable, duplicate, …) are unions, not errors; these are for
 * bad input and failing surroundings, and are mapped once at each edge (HTTP, worker, command line).
 */

export interface ParapheErrorOptions {
  /** What to do about it, as a sentence. */
  remedy?: string;
  /** Parameters for the translated sentence; never personal content. */
  params?: Record<string, string | number>;
  /** Whether trying the same again later may succeed. */
  retryable?: boolean;
  cause?: unknown;
}

export class ParapheError extends Error {
  override readonly name: string = 'ParapheError';
  /** Stable, snake_case, part of the interface. */
  readonly code: string;
  readonly remedy: string | undefined;
  readonly params: Record<string, string | number>;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: ParapheErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
    this.params = options.params ?? {};
    this.retryable = options.retryable ?? false;
  }
}

/** The input cannot be accepted as it is: a file, a form definition, an argument. */
export class InputError extends ParapheError {
  override readonly name = 'InputError';
}

/** What was asked for does not exist, or not for this person. */
export class NotFoundError extends ParapheError {
  override readonly name = 'NotFoundError';
}

/** The thing changed in the meantime: stale version, expired lease, already decided. */
export class ConflictError extends ParapheError {
  override readonly name = 'ConflictError';
}

/** The machine around us fails: disk full, port in use, no rights, database gone. */
export class SurroundingsError extends ParapheError {
  override readonly name = 'SurroundingsError';
}
