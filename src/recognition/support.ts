/** Whether the cells of one line bear each other out: evidence that a reading is right which its own picture cannot give. */
import type { FieldType } from '../domain/form.ts';
import type { Posterior } from './candidates.ts';
import { localParts } from './email-local.ts';
import { fold } from './fold.ts';
import type { Places } from './places.ts';

export type ReadLine = ReadonlyMap<FieldType, readonly Posterior[]>;

/** Readings of a name from which an address may be made. */
const NAMES = 2;
const SHORTEST = 3;

function names(line: ReadLine, type: FieldType): string[] {
  return (line.get(type) ?? []).slice(0, NAMES).map(({ folded }) => folded);
}

/** The local part is one that the signer's names make, digits after it aside. */
function isMadeFromNames(address: string, line: ReadLine): boolean {
  const local = address.toLowerCase().split('@')[0]!.replace(/\d+$/, '');
  return names(line, 'given_name').some((given) =>
    names(line, 'family_name').some((family) => localParts(given, family).some(([way]) => way === local)),
  );
}

function isInAddress(name: string, line: ReadLine): boolean {
  const local = line.get('email')?.[0]?.value.toLowerCase().split('@')[0]?.replace(/[._-]/g, '');
  const letters = name.replaceAll('-', '');
  return letters.length >= SHORTEST && (local?.includes(letters) ?? false);
}

function goTogether(line: ReadLine, places: () => Places): boolean {
  const code = line.get('postcode')?.[0]?.folded;
  const town = line.get('city')?.[0]?.folded;
  if (code === undefined || town === undefined) return false;
  return (places().meanings.get(fold(town)) ?? []).some((meant) => meant.town.codes.includes(code));
}

/** @param places asked for only where a code stands beside a town */
export function isSupported(type: FieldType, line: ReadLine, places: () => Places): boolean {
  const best = line.get(type)?.[0];
  if (best === undefined) return false;
  if (type === 'email') return isMadeFromNames(best.value, line);
  if (type === 'given_name' || type === 'family_name') return isInAddress(best.folded, line);
  return (type === 'postcode' || type === 'city') && goTogether(line, places);
}
