/** Why a sheet goes back to the mailroom to be scanned again, in both languages of the interface and of the slip. */
import { z } from 'zod';

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
export const handBackReasonSchema = z.enum(HAND_BACK_CODES);
