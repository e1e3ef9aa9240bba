/**
 * The form definition: where the lines and fields of a printed petition sheet are, in millimetres.
 * It is the output of `paraphe form-detect`, what the form editor edits, and what a page is registered onto.
 */
import { z } from 'zod';
import { boxSchema } from './geometry.ts';

export const FIELD_TYPES = [
  'family_name',
  'given_name',
  'name',
  'email',
  'phone',
  'postcode',
  'city',
  'country',
  'address',
  'date_of_birth',
  'date',
  'number',
  'checkbox',
  'choice',
  'signature',
  'office',
  'text',
] as const;
export const fieldTypeSchema = z.enum(FIELD_TYPES);
export type FieldType = z.infer<typeof fieldTypeSchema>;

/** Types whose cell holds no text to be read into a value: presence of ink is all there is. */
export const WORDLESS_TYPES: readonly FieldType[] = ['signature', 'office'];

/** Languages a sheet's headings may be in. */
export const languageSchema = z.string().regex(/^[a-z]{2}$/, 'expected a two-letter language code such as fr');

export const fieldNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'expected lower-case letters, digits and underscores, beginning with a letter');

/** A tick box inside a `choice` or `checkbox` field; the box is relative to the field's own box. */
export const optionSchema = z.object({ label: z.string(), box: boxSchema });

export const formFieldSchema = z.object({
  name: fieldNameSchema,
  type: fieldTypeSchema,
  /** The printed heading, as on the sheet. */
  label: z.string(),
  /** mm, relative to the line's box. */
  box: boxSchema,
  /** False when detection guessed: the editor asks a person. */
  certain: z.boolean().default(true),
  /** Must hold something for the line to count, unless the petition says otherwise. */
  required: z.boolean().optional(),
  options: z.array(optionSchema).optional(),
});
export type FormField = z.infer<typeof formFieldSchema>;

/** A field filled once a sheet; its box (mm) is in page coordinates. */
export const headerFieldSchema = formFieldSchema.extend({ certain: z.boolean().default(true) });
export type HeaderField = z.infer<typeof headerFieldSchema>;

export const formDefinitionSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'expected lower-case letters, digits, - and _'),
  version: z.number().int().positive(),
  title: z.string(),
  languages: z.array(languageSchema),
  /** mm, of the upright page. */
  page: z.object({ width: z.number().positive(), height: z.number().positive() }),
  header: z.array(headerFieldSchema).default([]),
  rows: z.object({ boxes: z.array(boxSchema).min(1) }),
  fields: z.array(formFieldSchema).min(1),
  notice: z.object({ text: z.string(), box: boxSchema }).nullable().optional(),
  /**
   * What registration needs to find the printed page again: made by detection, from print only (never from ink).
   * Its inside belongs to preprocessing; other stages pass it on unread. Absent in hand-written definitions.
   */
  print: z.unknown().optional(),
});
export type FormDefinition = z.infer<typeof formDefinitionSchema>;
