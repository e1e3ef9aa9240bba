/** Choices of a petition must name fields that its forms have. */
import { type FormDefinition, WORDLESS_TYPES } from '../../domain/form.ts';
import type { PetitionSettings } from '../../domain/policies.ts';
import { InvalidError, type InvalidPart } from '../error-handler.ts';

interface Choices {
  countableFields?: string[] | undefined;
  settings?: Partial<PetitionSettings> | undefined;
}

/** What says nothing (a column for officials) makes no line countable. */
export function choiceProblems(form: FormDefinition, { countableFields = [], settings = {} }: Choices): InvalidPart[] {
  const named = new Map(form.fields.map((field) => [field.name, field]));
  const problems = countableFields
    .filter((name) => !named.has(name) || named.get(name)?.type === 'office')
    .map((name) => ({ path: 'countableFields', message: `the form has no such field: ${name}` }));
  const contact = settings.contactField;
  if (contact != null && (!named.has(contact) || WORDLESS_TYPES.includes(named.get(contact)!.type))) {
    problems.push({ path: 'settings.contactField', message: `the form has no such field: ${contact}` });
  }
  return problems;
}

/** @throws InvalidError `form_invalid` */
export function refuse(problems: InvalidPart[]): void {
  if (problems.length > 0) throw new InvalidError('form_invalid', 'The form cannot be used as it is.', problems);
}
