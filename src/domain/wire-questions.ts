/** Questions about lines, and sheets handed back, as they travel over HTTP. */
import { z } from 'zod';
import { HAND_BACK_CODES } from './hand-back.ts';
import { LONGEST_NOTE } from './limits.ts';

const idSchema = z.uuid();

const noteSchema = z
  .string()
  .trim()
  .max(LONGEST_NOTE)
  .transform((text) => (text === '' ? null : text))
  .nullish();

export const questionRequestSchema = z.object({
  to: z.enum(['colleague', 'supervisor']),
  /** The colleague asked; left out: whoever is free. */
  personId: idSchema.nullish(),
  text: noteSchema,
});
export const answerRequestSchema = z.object({ text: noteSchema });
export const colleagueSchema = z.object({ id: idSchema, displayName: z.string() });
export const questionSchema = z.object({
  lineId: idSchema,
  index: z.number(),
  pageId: idSchema,
  sheet: z.string(),
  /** asker: answered, back with whoever asked. later: put off. */
  waitsFor: z.enum(['colleague', 'supervisor', 'asker', 'later']),
  askedBy: z.string().nullable(),
  asked: z.string().nullable(),
  at: z.iso.datetime(),
  isHeld: z.boolean(),
  mayTake: z.boolean(),
  mayAnswer: z.boolean(),
});
export type QuestionWire = z.infer<typeof questionSchema>;

export const claimNoteSchema = z.object({
  kind: z.enum(['asked', 'escalated', 'answered']),
  from: z.string(),
  text: z.string().nullable(),
  at: z.iso.datetime(),
});
export type ClaimNoteWire = z.infer<typeof claimNoteSchema>;

const handBackReasonSchema = z.enum(HAND_BACK_CODES);
export const handBackRequestSchema = z.object({ reason: handBackReasonSchema });
export const handedBackSchema = z.object({ reason: handBackReasonSchema, at: z.iso.datetime() }).nullable();
export const slipQuerySchema = z.object({ language: z.enum(['fr', 'en']).optional() });
