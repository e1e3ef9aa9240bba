/**
 * The closed list of reasons why a printed line does not count, in both languages of the interface. After the Swiss
 * ordinance on political rights, art. 19(2), and the working codes of US counters (duplicate, illegible, incomplete,
 * out of jurisdiction, withdrawn …). Each petition allows a subset.
 */
import { z } from 'zod';

export const REJECTION_REASONS = {
  blank: { en: 'Blank line', fr: 'Ligne vide' },
  struck: { en: 'Struck out', fr: 'Ligne barrée' },
  illegible: { en: 'Illegible', fr: 'Illisible' },
  incomplete: { en: 'Incomplete', fr: 'Incomplète' },
  unidentifiable: { en: 'Person not identifiable', fr: 'Personne non identifiable' },
  no_signature: { en: 'No handwritten signature', fr: 'Absence de signature manuscrite' },
  not_handwritten: { en: 'Not written by hand', fr: 'Non manuscrite' },
  same_hand: { en: 'Same hand as another line', fr: 'Même main qu’une autre ligne' },
  duplicate: { en: 'Signed more than once', fr: 'Signature donnée plusieurs fois' },
  wrong_birth_date: { en: 'Wrong date of birth', fr: 'Date de naissance erronée' },
  under_age: { en: 'Below the required age', fr: 'Âge requis non atteint' },
  out_of_area: { en: 'Outside the area concerned', fr: 'Hors du territoire concerné' },
  not_on_roll: { en: 'Not on the roll', fr: 'Non inscrite' },
  implausible: { en: 'Invented or abusive entry', fr: 'Mention fantaisiste ou injurieuse' },
  late: { en: 'Arrived too late', fr: 'Arrivée hors délai' },
  withdrawn: { en: 'Withdrawn by the signer', fr: 'Retirée par la personne signataire' },
  photocopied: { en: 'Copied, not an original', fr: 'Copie, non originale' },
  not_a_signer: { en: 'Example or note, not a signer', fr: 'Exemple ou note, pas un signataire' },
  unlisted: { en: 'Other, see note', fr: 'Autre, voir la note' },
} as const satisfies Record<string, { en: string; fr: string }>;

export type RejectionReason = keyof typeof REJECTION_REASONS;
export const REASON_CODES = Object.keys(REJECTION_REASONS) as [RejectionReason, ...RejectionReason[]];
export const rejectionReasonSchema = z.enum(REASON_CODES);

/** What a new petition allows until somebody changes it: everything that needs no roll and no age rule. */
export const DEFAULT_REASONS: readonly RejectionReason[] = REASON_CODES.filter(
  (code) => !['not_on_roll', 'under_age', 'wrong_birth_date'].includes(code),
);
