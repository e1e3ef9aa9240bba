/** The places of the rail, in the order of a sheet's way, and who may go there. */
import type { Role } from '../../domain/roles.ts';
import type { PersonWire } from '../../domain/wire-people.ts';
import { hasRole } from '../http/session.ts';
import type { IconName } from '../parts/icon.tsx';

export type PlaceName =
  | 'arrivals'
  | 'triage'
  | 'live'
  | 'review'
  | 'columns'
  | 'signers'
  | 'count'
  | 'petitions'
  | 'people'
  | 'audit';

export interface Place {
  name: PlaceName & IconName;
  path: string;
  roles: readonly Role[];
}

const PLACES: readonly Place[] = [
  { name: 'arrivals', path: '/arrivals', roles: ['mailroom', 'supervisor'] },
  { name: 'triage', path: '/triage', roles: ['mailroom', 'supervisor'] },
  { name: 'live', path: '/live', roles: ['mailroom', 'supervisor', 'auditor'] },
  { name: 'review', path: '/review', roles: ['reviewer', 'supervisor'] },
  { name: 'columns', path: '/columns', roles: ['reviewer', 'supervisor'] },
  { name: 'signers', path: '/signers', roles: ['supervisor', 'dpo', 'reviewer'] },
  { name: 'count', path: '/count', roles: ['supervisor', 'auditor', 'mailroom', 'reviewer', 'dpo'] },
  { name: 'petitions', path: '/petitions', roles: ['supervisor', 'administrator', 'dpo'] },
  { name: 'people', path: '/people', roles: ['administrator'] },
  { name: 'audit', path: '/audit', roles: ['auditor', 'dpo'] },
];

export function placesOf(person: PersonWire): Place[] {
  return PLACES.filter((place) => hasRole(person, ...place.roles));
}
