import type { RejectionReason } from '../../../domain/reasons.ts';

/** The closed list; the compiler keeps it complete. */
export const reason = {
  blank: 'Ligne vide',
  struck: 'Ligne barrée',
  illegible: 'Illisible',
  incomplete: 'Incomplète',
  unidentifiable: 'Personne non identifiable',
  no_signature: 'Absence de signature manuscrite',
  not_handwritten: 'Non manuscrite',
  same_hand: 'Même main qu’une autre ligne',
  duplicate: 'Signature donnée plusieurs fois',
  wrong_birth_date: 'Date de naissance erronée',
  under_age: 'Âge requis non atteint',
  out_of_area: 'Hors du territoire concerné',
  not_on_roll: 'Non inscrite',
  implausible: 'Mention fantaisiste ou injurieuse',
  late: 'Arrivée hors délai',
  withdrawn: 'Retirée par la personne signataire',
  photocopied: 'Copie, non originale',
  not_a_signer: 'Exemple ou note, pas un signataire',
  unlisted: 'Autre, voir la note',
} satisfies Record<RejectionReason, string>;
