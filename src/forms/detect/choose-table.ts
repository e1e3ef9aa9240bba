/** Which of the page's tables is for signers: the others are for officials, for examples, for counting. */
import type { FormField } from '../../domain/form.ts';
import type { RowTable } from './row-table.ts';

export interface TableWithFields {
  table: RowTable;
  fields: FormField[];
}

/** Types people fill in when they sign, by how telling they are. */
const WEIGHT: Partial<Record<FormField['type'], number>> = {
  signature: 4,
  name: 4,
  family_name: 3,
  given_name: 3,
  address: 2,
  email: 2,
  postcode: 2,
  city: 2,
  date_of_birth: 2,
  phone: 1.5,
  country: 1,
  date: 1,
  number: 0.5,
};

/** Higher is likelier. What is printed over it counts most, then how many lines there are and how much room they take. */
export function signerScore({ table, fields }: TableWithFields): number {
  const kinds = new Set(fields.map((it) => it.type));
  const telling = [...kinds].reduce((sum, type) => sum + (WEIGHT[type] ?? 0), 0);
  const area = table.rows.reduce((sum, it) => sum + (it.right - it.left) * (it.bottom - it.top), 0);
  return telling + Math.min(6, Math.sqrt(table.rows.length) * 1.5) + Math.min(4, area / 6000);
}

export function chooseTable(found: readonly TableWithFields[]): TableWithFields | null {
  const usable = found.filter((it) => it.fields.length > 0);
  return usable.reduce<TableWithFields | null>((a, b) => (a === null || signerScore(b) > signerScore(a) ? b : a), null);
}
