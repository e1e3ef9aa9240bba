/** The text beside a file that was set aside: whoever empties the scanner's folder sees no page of ours. */
import type { ScanOutcome } from './accept-scan.ts';

const FRENCH: Record<string, string> = {
  empty_file: 'Le fichier est vide. Numérisez à nouveau.',
  unsupported_type: 'Ce n’est ni un PDF, ni une image TIFF, JPEG, PNG ou WebP. Numérisez dans un de ces formats.',
  unsupported_heic: 'Les photos HEIC ne peuvent pas être lues. Exportez la photo en JPEG.',
  too_large: 'Le fichier est trop grand. Divisez-le.',
  too_many_pages: 'Le fichier a trop de pages. Divisez-le.',
  pdf_too_many_pages: 'Le PDF a trop de pages. Divisez-le.',
  pdf_encrypted: 'Le PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe.',
  pdf_corrupt: 'Le PDF est abîmé ou incomplet. Numérisez à nouveau.',
  image_corrupt: 'L’image est abîmée ou incomplète. Numérisez à nouveau.',
  page_too_large: 'Une page est plus grande qu’une feuille. Numérisez à 300 points par pouce.',
  file_breaks_reader: 'Ce fichier fait échouer la lecture. Numérisez à nouveau, dans un autre format.',
};

export function reasonText(name: string, outcome: Exclude<ScanOutcome, { outcome: 'accepted' }>): string {
  const shown = JSON.stringify(name);
  if (outcome.outcome === 'duplicate') {
    return [
      `${shown}`,
      `Already received: the same file is in the batch “${outcome.batchName}”. It is not counted twice; delete it.`,
      `Déjà reçu : le même fichier est dans le lot « ${outcome.batchName} ». Il n’est pas compté deux fois ; supprimez-le.`,
      '',
    ].join('\n');
  }
  const { code, message, remedy } = outcome.error;
  const english = remedy === undefined ? message : `${message} ${remedy}`;
  return [shown, `Refused (${code}): ${english}`, `Refusé (${code}) : ${FRENCH[code] ?? english}`, ''].join('\n');
}
