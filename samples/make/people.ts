/** Synthetic people: who could have signed. Nobody here exists. */
import type { Rng } from './random.ts';
import { fold, type Split } from './splits.ts';
import { abroad, type Commune, wordsOf } from './words.ts';

/** Two letters; decides towns, streets, telephone and e-mail domains. */
export type Country = 'fr' | 'de' | 'it' | 'en' | 'es' | 'nl';

export interface Person {
  country: string;
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

const FOREIGN_DOMAINS: Record<string, Record<string, number>> = {
  de: {
    'gmail.com': 30,
    'gmx.de': 20,
    'web.de': 18,
    't-online.de': 10,
    'bluewin.ch': 10,
    'outlook.de': 4,
    'posteo.de': 4,
  },
  it: { 'gmail.com': 45, 'libero.it': 18, 'hotmail.it': 10, 'tiscali.it': 6, 'alice.it': 6, 'virgilio.it': 5 },
  en: {
    'gmail.com': 45,
    'hotmail.co.uk': 14,
    'btinternet.com': 10,
    'yahoo.co.uk': 12,
    'outlook.com': 8,
    'icloud.com': 6,
  },
  es: { 'gmail.com': 50, 'hotmail.com': 20, 'yahoo.es': 12, 'telefonica.net': 5, 'outlook.es': 6 },
  nl: { 'gmail.com': 40, 'ziggo.nl': 14, 'kpnmail.nl': 10, 'hotmail.com': 12, 'planet.nl': 6, 'telenet.be': 8 },
};

const COUNTRY_NAMES: Record<Country, string> = {
  fr: 'France',
  de: 'Deutschland',
  it: 'Italia',
  en: 'England',
  es: 'España',
  nl: 'Nederland',
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

function emailOf(rng: Rng, given: string, family: string, country: Country = 'fr'): string {
  const g = fold(given);
  const f = fold(family);
  const domain = rng.weighted(FOREIGN_DOMAINS[country] ?? DOMAINS);
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

interface Home {
  street: string;
  postcode: string;
  city: string;
}

function homeIn(rng: Rng, split: Split, country: Country): Home {
  const number = `${rng.int(1, 180)}${rng.chance(0.07) ? rng.pick([' bis', ' ter', ' A', 'B']) : ''}`;
  if (country === 'fr') {
    const commune = pickCommune(rng, split);
    const street = `${number}${rng.chance(0.2) ? ',' : ''} ${rng.weighted(STREET_KINDS)} ${rng.pick(wordsOf(split).streets)}`;
    return { street, postcode: rng.pick(commune.postcodes), city: commune.name };
  }
  const { places, streets } = abroad(country, split);
  const place = rng.pick(places);
  const plain = String(rng.int(1, 120));
  const street = country === 'en' ? `${plain} ${rng.pick(streets)}` : `${rng.pick(streets)} ${plain}`;
  return { street, postcode: place.postcode, city: place.name };
}

function phoneIn(rng: Rng, country: Country): string {
  const digits = (n: number) => String(rng.int(0, 10 ** n - 1)).padStart(n, '0');
  switch (country) {
    case 'de':
      return rng.chance(0.5) ? `07${rng.int(6, 9)}${digits(7)}` : `015${digits(9)}`;
    case 'it':
      return `3${digits(9)}`;
    case 'en':
      return `07${digits(9)}`;
    case 'es':
      return `6${digits(8)}`;
    case 'nl':
      return `06${digits(8)}`;
    default:
      return `0${rng.pick(['6', '6', '6', '7', '1', '2', '3', '4', '5', '9'])}${digits(8)}`;
  }
}

export function makePerson(rng: Rng, split: Split, country: Country = 'fr'): Person {
  const words = wordsOf(split);
  const given = rng.pick(words.given);
  let family = rng.pick(words.family);
  if (rng.chance(0.04)) family = `${family}-${rng.pick(words.family)}`;
  return {
    given,
    family,
    ...homeIn(rng, split, country),
    email: emailOf(rng, given, family, country),
    phone: phoneIn(rng, country),
    birth: { day: rng.int(1, 28), month: rng.int(1, 12), year: rng.int(1938, 2007) },
    country: COUNTRY_NAMES[country],
  };
}

/** Somebody who lives with `person`: same address, often the same name. */
export function makeHouseholdMember(rng: Rng, split: Split, person: Person, country: Country = 'fr'): Person {
  const other = makePerson(rng, split, country);
  const family = rng.chance(0.75) ? person.family : other.family;
  const { street, postcode, city } = person;
  return { ...other, family, street, postcode, city, email: emailOf(rng, other.given, family, country) };
}
