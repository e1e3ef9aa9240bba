/**
 * Why a sheet goes back to the mailroom to be scanned again, in both languages of the interface and of the slip.
 * Without zod: the browser loads this file.
 */

export const HAND_BACK_REASONS = {
  cut_off: { en: 'Part of the sheet is cut off', fr: 'Une partie de la feuille est coupée' },
  covered: { en: 'Something covers the sheet', fr: 'Quelque chose recouvre la feuille' },
  folded: { en: 'A fold hides what is written', fr: 'Un pli cache l’écriture' },
  blurred: { en: 'The picture is blurred', fr: 'L’image est floue' },
  too_light: { en: 'The picture is too light', fr: 'L’image est trop claire' },
  too_dark: { en: 'The picture is too dark', fr: 'L’image est trop sombre' },
} as const satisfies Record<string, { en: string; fr: string }>;

export type HandBackReason = keyof typeof HAND_BACK_REASONS;
export const HAND_BACK_CODES = Object.keys(HAND_BACK_REASONS) as [HandBackReason, ...HandBackReason[]];

/** Why the mailroom itself scans a sheet again, by the codes of a page's reasons and remarks. */
const SCAN_REASONS: Record<string, { fr: string; en: string }> = {
  no_form_fits: { fr: 'Aucun formulaire connu ne se trouve sur la page', en: 'No known form lies on the page' },
  low_resolution: { fr: 'La résolution est trop faible', en: 'It was scanned too coarsely' },
  too_small: { fr: 'L’image est trop petite', en: 'The picture is too small' },
  all_black: { fr: 'L’image est noire', en: 'The picture is black' },
  noise: { fr: 'L’image n’est que du bruit', en: 'The picture is nothing but noise' },
  bent: { fr: 'La feuille ne reposait pas à plat', en: 'The sheet did not lie flat' },
  not_a_page: { fr: 'L’image n’a pas la forme d’une page', en: 'The picture does not have the shape of a page' },
  same_paper: { fr: 'La feuille semble déjà présente', en: 'The sheet seems to be there already' },
};
const NO_WORDS = { fr: 'La page n’a pas pu être lue', en: 'The page could not be read' };

export function slipWords(codes: string[], language: 'fr' | 'en'): string {
  const known: Record<string, { fr: string; en: string }> = { ...SCAN_REASONS, ...HAND_BACK_REASONS };
  const words = codes.flatMap((code) => known[code]?.[language] ?? []);
  return words.length === 0 ? NO_WORDS[language] : [...new Set(words)].join(' · ');
}
