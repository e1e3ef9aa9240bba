/** Writes samples/forms: each form's blank sheet and definition. */
import { mkdir, writeFile } from 'node:fs/promises';
import { formDefinitionSchema } from '../../../src/domain/form.ts';
import { makePetition } from '../forms/petition.ts';

export const FORMS_FOLDER = new URL('../../forms/', import.meta.url);

export async function writeForms(): Promise<void> {
  const { form, pdf } = await makePetition();
  const folder = new URL(`${formDefinitionSchema.parse(form).id}/`, FORMS_FOLDER);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('blank.pdf', folder), pdf);
  await writeFile(new URL('form.json', folder), `${JSON.stringify(form, null, 1)}\n`);
}
