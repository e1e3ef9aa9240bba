import { readFile } from 'node:fs/promises';
import { InputError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import { checkForm } from './check-form.ts';

/** Reads a form definition from a JSON file. @throws InputError `form_unreadable`, `form_invalid` (naming the first problems) */
export async function loadForm(path: string): Promise<FormDefinition> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new InputError('form_unreadable', `The form definition ${path} cannot be read as JSON.`, { cause });
  }
  return requireForm(content, path);
}

/** @throws InputError `form_invalid` */
export function requireForm(content: unknown, name = 'The form definition'): FormDefinition {
  const checked = checkForm(content);
  if (checked.ok) return checked.form;
  const said = checked.problems.slice(0, 3).map((it) => it.message);
  const more = checked.problems.length > 3 ? ` And ${checked.problems.length - 3} more.` : '';
  throw new InputError('form_invalid', `${name} cannot be used. ${said.join(' ')}${more}`, {
    params: { problems: checked.problems.length },
  });
}
