/** The list of the domain, most frequent first; the compiler keeps it complete. Not imported: it would bring zod along. */
import type { FieldType } from '../../../../domain/form.ts';

export type { FieldType } from '../../../../domain/form.ts';

const ORDERED = {
  family_name: 1,
  given_name: 2,
  name: 3,
  address: 4,
  postcode: 5,
  city: 6,
  country: 7,
  email: 8,
  phone: 9,
  date_of_birth: 10,
  date: 11,
  signature: 12,
  checkbox: 13,
  choice: 14,
  number: 15,
  text: 16,
  office: 17,
} satisfies Record<FieldType, number>;

export const FIELD_TYPES = Object.keys(ORDERED) as FieldType[];
