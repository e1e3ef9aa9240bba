import type { PersonWire } from '../../domain/wire-people.ts';
import type { Person } from '../../store/person.ts';

export function toPersonWire(person: Person): PersonWire {
  return {
    id: person.id,
    email: person.email,
    displayName: person.displayName,
    roles: person.roles,
    language: person.language === 'en' ? 'en' : 'fr',
    mustChangePassword: person.mustChangePassword,
    disabled: person.disabledAt !== null,
    createdAt: person.createdAt.toISOString(),
  };
}
