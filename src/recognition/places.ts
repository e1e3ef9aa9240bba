/**
 * Postcodes and towns: all French communes with their codes (former and delegated ones, arrondissements, overseas,
 * CEDEX), and the larger towns of Belgium, Luxembourg and Switzerland, Germany by the form of the code alone.
 * Source: @etalab/decoupage-administratif (MIT; data: La Poste and INSEE, Licence Ouverte).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fold } from './fold.ts';
import { buildLexicon, type Lexicon, type ListedWord } from './lexicon.ts';

interface Commune {
  code: string;
  nom: string;
  type: 'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal';
  codesPostaux?: string[];
  population?: number;
  chefLieu?: string;
  commune?: string;
}

export interface Town {
  /** Official name. */
  name: string;
  codes: string[];
  /** Two-letter country code. */
  country: string;
  /** What is stored for this way of writing the name: `St Denis` → `Saint-Denis`. */
  isCedex: boolean;
}

export interface Meaning {
  town: Town;
  /** Of the weight of a way of writing, 0..1. */
  share: number;
}

export interface Lookup<T> {
  get(key: string): T | undefined;
}

export interface Places {
  lexicon: Lexicon;
  /** Towns meant by a folded way of writing. */
  meanings: Lookup<readonly Meaning[]>;
  /** Codes in use, by country. */
  codes: Lookup<ReadonlySet<string>>;
  /** Folded ways of writing the towns of a code. */
  byCode: Lookup<ReadonlySet<string>>;
}

/** The form of each country's codes, spaces and hyphens left out. */
export const CODE_FORMS: Record<string, RegExp> = {
  FR: /^\d{5}$/,
  BE: /^\d{4}$/,
  LU: /^\d{4}$/,
  CH: /^\d{4}$/,
  AT: /^\d{4}$/,
  DE: /^\d{5}$/,
  ES: /^\d{5}$/,
  IT: /^\d{5}$/,
  NL: /^\d{4}[A-Z]{2}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/,
  PT: /^\d{7}$/,
  PL: /^\d{5}$/,
};

/** Countries of which all or most towns are listed. */
export const LISTED_COUNTRIES: readonly string[] = ['FR'];

/** Whose signers a sheet in this language has, unless the petition says otherwise. */
export const COUNTRY_OF_LANGUAGE: Record<string, string> = {
  fr: 'FR',
  en: 'GB',
  de: 'DE',
  nl: 'NL',
  es: 'ES',
  it: 'IT',
  pt: 'PT',
  pl: 'PL',
};

/** Inhabitants: a signer comes from a town in proportion, but petitions travel by village too. */
const WEIGHT_EXPONENT = 0.75;
const VILLAGE = 150;
const CEDEX_FROM = 15_000;

/** Shares of signers that write a name another way than the official one. */
const WAYS = { abbreviated: 0.35, withoutArticle: 0.03, district: 0.15, cedex: 0.01, former: 0.3, over: 0.03 };

function weightOf(population: number | undefined): number {
  return ((population ?? 0) + VILLAGE) ** WEIGHT_EXPONENT;
}

/** Other ways of writing a commune's name, with their share. */
function waysOf(name: string): [string, number][] {
  const out: [string, number][] = [[name, 1]];
  const short = name.replace(/\bSainte(s?)-/g, 'Ste$1-').replace(/\bSaint(s?)-/g, 'St$1-');
  if (short !== name) out.push([short, WAYS.abbreviated]);
  const bare = name.replace(/^(Le |La |Les |L')/, '');
  if (bare !== name) out.push([bare, WAYS.withoutArticle]);
  if (/-sur-/.test(name)) out.push([name.replace('-sur-', ' s/ '), WAYS.over], [name.split('-sur-')[0]!, WAYS.over]);
  return out;
}

interface Written {
  text: string;
  weight: number;
  town: Town;
}

function writtenFrance(communes: readonly Commune[]): Written[] {
  const codesOf = new Map(
    communes.filter((c) => c.type === 'commune-actuelle').map((c) => [c.code, c.codesPostaux ?? []]),
  );
  const out: Written[] = [];
  for (const commune of communes) {
    const weight = weightOf(commune.population);
    if (commune.type === 'arrondissement-municipal') {
      out.push(...districtWays(commune, weight));
      continue;
    }
    const isFormer = commune.type !== 'commune-actuelle';
    const codes = isFormer ? (codesOf.get(commune.chefLieu ?? '') ?? []) : (commune.codesPostaux ?? []);
    if (codes.length === 0) continue;
    const town = { name: commune.nom, codes, country: 'FR', isCedex: false };
    for (const [text, share] of waysOf(commune.nom)) {
      out.push({ text, weight: weight * share * (isFormer ? WAYS.former : 1), town });
    }
    if ((commune.population ?? 0) >= CEDEX_FROM) out.push(...cedexWays(town, weight));
  }
  return out;
}

/** `Paris 12e Arrondissement` is written `Paris 12`, `Paris 12e`, `Paris XII`. */
function districtWays({ nom, codesPostaux = [] }: Commune, weight: number): Written[] {
  const match = /^(\S+) (\d+)/.exec(nom);
  if (match === null) return [];
  const [, city, number] = match;
  const town = { name: city!, codes: codesPostaux, country: 'FR', isCedex: false };
  const suffix = number === '1' ? 'er' : 'e';
  return [`${city} ${number}`, `${city} ${number}${suffix}`, `${city} ${number!.padStart(2, '0')}`].map((text) => ({
    text,
    weight: (weight * WAYS.district) / 3,
    town,
  }));
}

function cedexWays(town: Town, weight: number): Written[] {
  const cedex = { ...town, isCedex: true };
  const numbered = Array.from({ length: 9 }, (_, i) => `${town.name} Cedex ${i + 1}`);
  return [`${town.name} Cedex`, ...numbered].map((text, i) => ({
    text,
    weight: weight * WAYS.cedex * (i === 0 ? 0.6 : 0.4 / numbered.length),
    town: cedex,
  }));
}

/** Lines `BE 1000 Bruxelles Brussel/Brussels 180` : country, codes with commas, names with slashes, thousands of people. */
function writtenAbroad(): Written[] {
  const text = readFileSync(new URL('./lexicons/towns-abroad.txt', import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [country, codes, names, thousands] = line.split('\t');
      const list = names!.split('/');
      return list.map((name) => ({
        text: name,
        weight: weightOf(Number(thousands) * 1000) / list.length,
        town: { name, codes: codes!.split(','), country: country!, isCedex: false },
      }));
    });
}

/** How much less probable a town abroad is than one of its size in the petition's own country. */
const ABROAD = 0.02;

/** What places are made of, before they are looked up. */
export interface PlaceMaps extends Places {
  meanings: Map<string, Meaning[]>;
  codes: Map<string, Set<string>>;
  byCode: Map<string, Set<string>>;
}

/** @param country the petition's own, two letters; without lists for it only open readings remain */
export function buildPlaces(country = 'FR'): PlaceMaps {
  const require = createRequire(import.meta.url);
  const communes = require('@etalab/decoupage-administratif/data/communes.json') as Commune[];
  const written = [...writtenFrance(communes), ...writtenAbroad()].map((w) => ({
    ...w,
    weight: w.weight * (w.town.country === country ? 1 : ABROAD),
  }));
  const words: ListedWord[] = written.map(({ text, weight }) => ({ text, weight }));
  const meanings = new Map<string, Meaning[]>();
  const codes = new Map<string, Set<string>>();
  const byCode = new Map<string, Set<string>>();
  for (const { text, weight, town } of written) {
    const folded = fold(text);
    const list = meanings.get(folded) ?? [];
    list.push({ town, share: weight });
    meanings.set(folded, list);
    const known = codes.get(town.country) ?? new Set();
    for (const code of town.codes) {
      known.add(code);
      const ways = byCode.get(code) ?? new Set();
      byCode.set(code, ways.add(folded));
    }
    codes.set(town.country, known);
  }
  for (const list of meanings.values()) {
    const sum = list.reduce((total, { share }) => total + share, 0);
    for (const meaning of list) meaning.share /= sum;
  }
  return { lexicon: buildLexicon(words), meanings, codes, byCode };
}
