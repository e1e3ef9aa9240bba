/** Synthetic people: who could have signed. Nobody here exists. */
import type { Rng } from './random.ts';
import { fold, type Split } from './splits.ts';
import { type Commune, wordsOf } from './words.ts';

export interface Person {
  given: string;
  family: string;
  street: string;
  postcode: string;
  city: string;
  email: string;
  phone: string;
  birth: { day: number; month: number; year: number };
}

const DOMAINS: Record<string, number> = {
  'gmail.com': 40,
  'orange.fr': 13,
  'free.fr': 8,
  'hotmail.fr': 7,
  'hotmail.com': 6,
  'yahoo.fr': 7,
  'laposte.net': 6,
  'wanadoo.fr': 6,
  'sfr.fr': 4,
  'outlook.fr': 4,
  'outlook.com': 2,
  'live.fr': 2,
  'icloud.com': 3,
  'bbox.fr': 1,
  'neuf.fr': 1,
  'protonmail.com': 2,
  'gmx.fr': 1,
  'riseup.net': 1,
  'mailo.com': 1,
  'numericable.fr': 1,
};

const STREET_KINDS: Record<string, number> = {
  rue: 50,
  avenue: 14,
  'av.': 4,
  boulevard: 5,
  bd: 4,
  place: 5,
  impasse: 5,
  chemin: 6,
  allée: 4,
  route: 4,
  quai: 1,
};

function emailOf(rng: Rng, given: string, family: string): string {
  const g = fold(given);
  const f = fold(family);
  const domain = rng.weighted(DOMAINS);
  const year = String(rng.int(45, 99));
  const local = rng.weighted({
    [`${g}.${f}`]: 40,
    [`${g}${f}`]: 8,
    [`${f}.${g}`]: 6,
    [`${g[0]}.${f}`]: 9,
    [`${g[0]}${f}`]: 9,
    [`${g}-${f}`]: 3,
    [`${g}_${f}`]: 3,
    [`${f}${g}`]: 3,
    [`${g}${year}`]: 7,
    [`${g}.${f}${year}`]: 5,
    [`${g.slice(0, 3)}${f.slice(0, 4)}`]: 4,
    [`famille.${f}`]: 2,
  });
  return `${local}@${domain}`;
}

function pickCommune(rng: Rng, split: Split): Commune {
  const words = wordsOf(split);
  return rng.chance(0.6) ? rng.pick(words.towns) : rng.pick(words.communes);
}

export function makePerson(rng: Rng, split: Split): Person {
  const words = wordsOf(split);
  const given = rng.pick(words.given);
  let family = rng.pick(words.family);
  if (rng.chance(0.04)) family = `${family}-${rng.pick(words.family)}`;
  const commune = pickCommune(rng, split);
  const number = `${rng.int(1, 180)}${rng.chance(0.07) ? rng.pick([' bis', ' ter', ' A', 'B']) : ''}`;
  const phone = `0${rng.pick(['6', '6', '6', '7', '1', '2', '3', '4', '5', '9'])}${String(rng.int(0, 99_999_999)).padStart(8, '0')}`;
  return {
    given,
    family,
    street: `${number}${rng.chance(0.2) ? ',' : ''} ${rng.weighted(STREET_KINDS)} ${rng.pick(words.streets)}`,
    postcode: rng.pick(commune.postcodes),
    city: commune.name,
    email: emailOf(rng, given, family),
    phone,
    birth: { day: rng.int(1, 28), month: rng.int(1, 12), year: rng.int(1938, 2007) },
  };
}

/** Somebody who lives with `person`: same address, often the same name. */
export function makeHouseholdMember(rng: Rng, split: Split, person: Person): Person {
  const other = makePerson(rng, split);
  const family = rng.chance(0.75) ? person.family : other.family;
  return {
    ...other,
    family,
    street: person.street,
    postcode: person.postcode,
    city: person.city,
    email: emailOf(rng, other.given, family),
  };
}
