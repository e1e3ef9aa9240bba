/** Word lists of one split: names, communes with their postcodes, streets. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Split, splitOfWord } from './splits.ts';

export interface Commune {
  name: string;
  postcodes: string[];
  population: number;
}

export interface Words {
  given: string[];
  family: string[];
  streets: string[];
  /** Every commune of the split. */
  communes: Commune[];
  /** Those where most people live. */
  towns: Commune[];
}

interface RawCommune {
  nom: string;
  type: string;
  codesPostaux?: string[];
  population?: number;
}

/** Inhabitants above which a commune counts as a town. */
const TOWN_POPULATION = 9_000;

function readList(name: string, separator: RegExp): string[] {
  const text = readFileSync(new URL(`./words/${name}.txt`, import.meta.url), 'utf8');
  const words = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(separator))
    .map((word) => word.replaceAll('_', ' ').trim())
    .filter(Boolean);
  return [...new Set(words)];
}

function readCommunes(): Commune[] {
  const path = createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/data/communes.json');
  const raw = JSON.parse(readFileSync(path, 'utf8')) as RawCommune[];
  return raw
    .filter((c) => c.type === 'commune-actuelle' && c.codesPostaux?.length && c.nom.length <= 26)
    .map((c) => ({ name: c.nom, postcodes: c.codesPostaux!, population: c.population ?? 0 }));
}

const cache = new Map<Split, Words>();

export function wordsOf(split: Split): Words {
  const cached = cache.get(split);
  if (cached) return cached;
  const mine = (word: string) => splitOfWord(word) === split;
  const communes = readCommunes().filter((c) => mine(c.name));
  const words: Words = {
    given: readList('given', /\s+/).filter(mine),
    family: readList('family', /\s+/).filter(mine),
    streets: readList('streets', /\|/).filter(mine),
    communes,
    towns: communes.filter((c) => c.population >= TOWN_POPULATION),
  };
  cache.set(split, words);
  return words;
}

export interface Abroad {
  places: { name: string; postcode: string }[];
  streets: string[];
}

function readByLanguage(name: string, language: string): string[] {
  const text = readFileSync(new URL(`./words/${name}.txt`, import.meta.url), 'utf8');
  const line = text.split('\n').find((l) => l.startsWith(`${language} `));
  if (!line) throw new Error(`No ${name} for ${language}`);
  return line.slice(language.length + 1).split('|');
}

/** Towns and streets of the countries where `language` is spoken. */
export function abroad(language: string, split: Split): Abroad {
  const places = readByLanguage('places', language).map((entry) => {
    const [name, postcode] = entry.split('=');
    return { name: name!, postcode: postcode! };
  });
  return {
    places: places.filter((p) => splitOfWord(p.name) === split),
    streets: readByLanguage('streets-abroad', language).filter((s) => splitOfWord(s) === split),
  };
}
