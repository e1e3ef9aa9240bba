/** What went wrong, as the server (application/problem+json) or the network says it. */
export interface Problem {
  /** Stable code; `network` when no answer came, `unknown` when the answer was no problem document. */
  code: string;
  status: number;
  title?: string;
  detail?: string;
  remedy?: string;
  params?: Record<string, string | number>;
  problems?: { path: string; message: string }[];
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { code: 'unknown', status: 0, detail: error instanceof Error ? error.message : String(error) };
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof ProblemError && codes.includes(error.problem.code);
}
