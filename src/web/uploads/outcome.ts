/** What became of an uploaded file, from the server's last answer. */
import type { DetailedError, HttpResponse } from 'tus-js-client';
import type { z } from 'zod';
import type { scanOutcomeSchema } from '../../domain/wire-batch.ts';

export type Outcome = z.infer<typeof scanOutcomeSchema>;

function parse(text: string | undefined): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text ?? '');
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** @returns null when the answer carries no outcome: a resumed upload that turned out to be complete */
export function readOutcome(file: string, response: HttpResponse): Outcome | null {
  const body = parse(response.getBody());
  return body && 'outcome' in body ? ({ ...body, file } as Outcome) : null;
}

/** A refusal before or after the last byte, as a problem document. */
export function readRefusal(file: string, error: Error | DetailedError): Outcome {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  const body = parse(response?.getBody());
  if (body && 'outcome' in body) return { ...body, file } as Outcome;
  if (body && typeof body.code === 'string') {
    return {
      file,
      outcome: 'refused',
      code: body.code,
      ...(typeof body.detail === 'string' && { message: body.detail }),
      ...(typeof body.params === 'object' && { params: body.params as Record<string, string | number> }),
    };
  }
  return { file, outcome: 'refused', code: response ? 'unknown' : 'network' };
}
