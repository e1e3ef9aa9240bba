/**
 * What travels over HTTP: request bodies and answers, one schema each. The server validates and documents with
 * them (OpenAPI), the pages take their types from them. Times are ISO 8601, dates YYYY-MM-DD, ids UUIDs.
 */
import { z } from 'zod';
import { LONGEST_VALUE } from './limits.ts';

export const idSchema = z.uuid();
export const dateSchema = z.iso.date();
export const timeSchema = z.iso.datetime();
export const textSchema = (max: number) => z.string().trim().min(1).max(max);
export const fieldValueSchema = z.string().max(LONGEST_VALUE);
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullish() });

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  /** Stable code; the interface translates by it and `params`. */
  code: z.string(),
  detail: z.string().optional(),
  remedy: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** For invalid bodies: which field, what is wrong. */
  problems: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        code: z.string().optional(),
        params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
});
export const reasonSchema = z.object({
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
