import type { RejectionReason } from '../../../domain/reasons.ts';

/** The closed list; the compiler keeps it complete. */
export const reason = {
  blank: 'Blank line',
  struck: 'Struck out',
  illegible: 'Illegible',
  incomplete: 'Incomplete',
  unidentifiable: 'Person not identifiable',
  no_signature: 'No handwritten signature',
  not_handwritten: 'Not written by hand',
  same_hand: 'Same hand as another line',
  duplicate: 'Signed more than once',
  wrong_birth_date: 'Wrong date of birth',
  under_age: 'Below the required age',
  out_of_area: 'Outside the area concerned',
  not_on_roll: 'Not on the roll',
  implausible: 'Invented or abusive entry',
  late: 'Arrived too late',
  withdrawn: 'Withdrawn by the signer',
  photocopied: 'Copied, not an original',
  not_a_signer: 'Example or note, not a signer',
  unlisted: 'Other, see note',
} satisfies Record<RejectionReason, string>;
