/** Names of fields: their type, or what is printed over them. */
import type { FormField } from '../../domain/form.ts';
import { headingWords } from '../classify-heading.ts';

function slug(label: string): string {
  return headingWords(label)
    .join('_')
    .replace(/[^a-z0-9_]/g, '')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/_+$/, '');
}

/** A field's name is its type when only one has it, else type and a suffix; `text` and `number` are named by their label. */
export function nameFields<T extends FormField>(fields: readonly T[], taken: readonly string[] = []): T[] {
  const used = new Set(taken);
  return fields.map((field) => {
    const byLabel = field.type === 'text' || field.type === 'number';
    const base = (byLabel && slug(field.label)) || field.type;
    let name = base;
    for (let n = 2; used.has(name); n++) name = `${base}_${n}`;
    used.add(name);
    return { ...field, name };
  });
}
