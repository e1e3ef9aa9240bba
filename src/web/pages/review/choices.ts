/** What may be chosen for a field with one key, best first. Lists only rank and offer; they never replace what was typed. */
import type { ClaimWire } from '../../../domain/wire-review.ts';
import type { Above } from './draft.ts';
import type { ClaimField } from './field-kinds.ts';

export interface Choice {
  value: string;
  source: 'reading' | 'above' | 'town' | 'domain' | 'option';
}

/** As many as there are digits. */
const MOST = 9;
/** The usual ones in French mailbags first. */
const DOMAINS = [
  'gmail.com',
  'orange.fr',
  'free.fr',
  'hotmail.fr',
  'laposte.net',
  'wanadoo.fr',
  'sfr.fr',
  'yahoo.fr',
  'hotmail.com',
  'outlook.fr',
  'live.fr',
  'outlook.com',
  'yahoo.com',
  'icloud.com',
  'neuf.fr',
  'bbox.fr',
  'protonmail.com',
  'proton.me',
  'bluewin.ch',
  'gmx.fr',
  'club-internet.fr',
  'aol.com',
  'numericable.fr',
  'msn.com',
  'skynet.be',
] as const;

function domainChoices(typed: string): Choice[] {
  const at = typed.indexOf('@');
  if (at < 1) return [];
  const begun = typed.slice(at + 1).toLowerCase();
  return DOMAINS.filter((domain) => domain.startsWith(begun) && domain !== begun).map((domain) => ({
    value: `${typed.slice(0, at)}@${domain}`,
    source: 'domain',
  }));
}

export interface ChoiceSources {
  claim: ClaimWire;
  above: Above;
  /** As it stands in the field now. */
  typed: string;
  /** Towns of the postcode on this line. */
  towns: readonly string[];
  /** False: in adjudication, before the two values were asked for. */
  isRevealed?: boolean;
}

export function choicesFor(field: ClaimField, sources: ChoiceSources): Choice[] {
  const { claim, above, typed, towns } = sources;
  const inSight = sources.isRevealed === false ? [] : (claim.alternatives[field.name] ?? []);
  const readings = inSight.map(({ value }): Choice => ({ value, source: 'reading' }));
  const found: Choice[] = [];
  if (claim.ditto[field.name] === true && above?.[field.name]) {
    found.push({ value: above[field.name] ?? '', source: 'above' });
  }
  if (field.type === 'email' && typed.includes('@')) found.push(...domainChoices(typed));
  if (field.type === 'city') {
    // A reading that is a town of the postcode is the best there is; then the other readings' rivals.
    const isTown = (value: string) => towns.some((town) => isSameTown(town, value));
    found.push(...readings.filter(({ value }) => isTown(value)));
    found.push(...towns.map((value): Choice => ({ value, source: 'town' })));
  }
  found.push(...readings);
  if (field.options) found.push(...field.options.map((value): Choice => ({ value, source: 'option' })));
  const known = new Set<string>();
  return found.filter(({ value }) => value !== '' && !known.has(value) && known.add(value)).slice(0, MOST);
}

function folded(town: string): string {
  return town
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\bste?\b/g, (short) => (short === 'st' ? 'saint' : 'sainte'))
    .replace(/[^a-z0-9]/g, '')
    .replace(/cedex\d*$/, '')
    .replace(/^(paris|lyon|marseille)\d+(er?|eme)?(arrondissement)?$/, '$1');
}

/** Case, accents, hyphens, `St` for `Saint`, CEDEX and the number of an arrondissement make no other town. */
export function isSameTown(a: string, b: string): boolean {
  return folded(a) === folded(b);
}

/** The postcode and the town on the line do not belong together, as far as the list of towns knows. */
export function disagrees(towns: readonly string[] | undefined, city: string): boolean {
  return towns !== undefined && towns.length > 0 && city.trim() !== '' && !towns.some((town) => isSameTown(town, city));
}
