/** Kinds of street, with the abbreviations that hands write. */
const ABBREVIATIONS: Record<string, string[]> = {
  rue: ['r'],
  avenue: ['av', 'ave'],
  boulevard: ['bd', 'bld', 'blvd', 'boul'],
  place: ['pl'],
  impasse: ['imp'],
  chemin: ['ch', 'che', 'chem'],
  allée: ['all', 'allee'],
  route: ['rte', 'rt'],
  quai: [],
  square: ['sq'],
  cours: ['crs'],
  passage: ['pass'],
  résidence: ['res', 'residence', 'rés'],
  lotissement: ['lot'],
  hameau: ['ham'],
  'lieu-dit': ['ld'],
  sentier: ['sent'],
  villa: [],
  esplanade: ['espl'],
  faubourg: ['fbg', 'fg'],
  montée: ['montee'],
  ruelle: [],
  rond: [],
  voie: [],
  cité: ['cite'],
};

export const STREET_TYPES: readonly string[] = Object.entries(ABBREVIATIONS).flatMap(([type, short]) => [
  type,
  ...short,
]);

const fullType = new Map(
  Object.entries(ABBREVIATIONS).flatMap(([type, short]) => [type, ...short].map((way) => [way, type] as const)),
);

/** `av.` → `avenue`; null when the word is no kind of street. */
export function streetTypeOf(word: string): string | null {
  return fullType.get(word.toLowerCase().replace(/\.$/, '')) ?? null;
}
