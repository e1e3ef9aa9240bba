/** What is wrong with a form definition, where, and in a shape that every language can put into words. */
export const FORM_PROBLEM_CODES = [
  'form_schema',
  'box_outside',
  'boxes_overlap',
  'name_taken',
  'field_outside_line',
  'option_outside',
  'too_many_lines',
] as const;
export type FormProblemCode = (typeof FORM_PROBLEM_CODES)[number];

export interface FormProblem {
  /** Where, as in `fields.2.box` or `rows.boxes.0`. */
  path: string;
  code: FormProblemCode;
  /** English sentence. */
  message: string;
  /** For the sentence in another language: `what` (and `other`) as in `Field "Nom"`, or numbers of lines. */
  params?: Record<string, string | number>;
}
