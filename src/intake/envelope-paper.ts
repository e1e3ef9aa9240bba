/** What both papers of an envelope say of it: the words in two languages, and the table of declared and found. */
import type { Difference, Found, Lateness } from '../domain/envelope.ts';
import { A4, type Doc, drawRule, drawWords, MARGIN } from '../imaging/print-document.ts';

export type PaperLanguage = 'fr' | 'en';
export type Channel = 'post' | 'courier' | 'hand' | 'email' | 'other';

export interface EnvelopePaper {
  language: PaperLanguage;
  petition: string;
  batchId: string;
  name: string;
  sender: string | null;
  /** YYYY-MM-DD. */
  receivedOn: string;
  postmarkedOn: string | null;
  channel: Channel | null;
  box: string | null;
  folder: string | null;
  declaredSheets: number | null;
  declaredSignatures: number | null;
  files: number;
  found: Found;
  differences: Difference[];
  lateness: Lateness | null;
  opensOn: string | null;
  closesOn: string | null;
  /** Null while the batch is open. */
  closed: { at: Date; by: string | null; reason: string | null } | null;
  printedAt: Date;
}

const FR = {
  cover: 'Fiche de lot',
  slip: 'Bordereau d’écart',
  petition: 'Pétition',
  sender: 'Expéditeur',
  received: 'Reçu le',
  postmark: 'Cachet de la poste',
  channel: 'Voie',
  place: 'Rangement',
  box: 'Boîte',
  folder: 'Chemise',
  channels: { post: 'poste', courier: 'coursier', hand: 'remise en main propre', email: 'courriel', other: 'autre' },
  declared: 'Annoncé',
  found: 'Trouvé',
  difference: 'Écart',
  sheets: 'Feuilles',
  signatures: 'Signatures',
  open: 'Pages à trier',
  inWork: 'Pages en cours de lecture',
  files: 'Fichiers numérisés',
  toReview: 'dont à relire',
  stored: 'Signatures enregistrées',
  notDeclared: 'non annoncé',
  balances: 'Le compte est juste.',
  differs: 'Le compte n’est pas juste.',
  early: 'Arrivé avant l’ouverture de la collecte, le {date}.',
  late: 'Arrivé après la clôture du {date}.',
  lateUnknown: 'Reçu après la clôture du {date} ; le cachet de la poste n’est pas saisi.',
  closed: 'Clos le {date} par {person}',
  stillOpen: 'Lot ouvert au moment de l’impression.',
  reason: 'Motif de l’écart',
  toSign: 'Motif de l’écart (à remplir)',
  signature: 'Date, nom et signature de la supervision',
  printed: 'Imprimé le {date}',
  unknownPerson: 'une personne sans nom',
} as const;

const EN: { [Name in keyof typeof FR]: (typeof FR)[Name] extends string ? string : Record<Channel, string> } = {
  cover: 'Batch cover sheet',
  slip: 'Discrepancy slip',
  petition: 'Petition',
  sender: 'Sender',
  received: 'Received on',
  postmark: 'Postmark',
  channel: 'Came by',
  place: 'Kept in',
  box: 'Box',
  folder: 'Folder',
  channels: { post: 'post', courier: 'courier', hand: 'hand', email: 'e-mail', other: 'other' },
  declared: 'Declared',
  found: 'Found',
  difference: 'Difference',
  sheets: 'Sheets',
  signatures: 'Signatures',
  open: 'Pages to triage',
  inWork: 'Pages being read',
  files: 'Files scanned',
  toReview: 'of which to review',
  stored: 'Signatures stored',
  notDeclared: 'not declared',
  balances: 'The account balances.',
  differs: 'The account does not balance.',
  early: 'Came before the collection began, {date}.',
  late: 'Came after the closing date, {date}.',
  lateUnknown: 'Received after the closing date, {date}; the postmark has not been entered.',
  closed: 'Closed on {date} by {person}',
  stillOpen: 'The batch was open when this was printed.',
  reason: 'Reason for the difference',
  toSign: 'Reason for the difference (to be filled in)',
  signature: 'Date, name and signature of the supervisor',
  printed: 'Printed on {date}',
  unknownPerson: 'somebody without a name',
};

export const paperWords = (language: PaperLanguage) => (language === 'fr' ? FR : EN);

const locale = (language: PaperLanguage) => (language === 'fr' ? 'fr-FR' : 'en-GB');

export const paperDay = (language: PaperLanguage, day: string) =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

export const paperTime = (language: PaperLanguage, at: Date) =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeStyle: 'short' }).format(at);

export const WIDTH = A4.width - 2 * MARGIN;
/** mm from the left margin: where values begin beside their labels. */
const VALUE_AT = 46;
const ROW = 8.5;

/** Label and value a line; answers where the next block begins. */
export function drawFacts(doc: Doc, top: number, facts: [string, string][]): number {
  let y = top;
  for (const [label, value] of facts) {
    drawWords(doc, label, { box: [MARGIN, y, VALUE_AT - 3, 6], size: 3.8 });
    const height = drawWords(doc, value, {
      box: [MARGIN + VALUE_AT, y, WIDTH - VALUE_AT, 14],
      size: 4.2,
      isBold: true,
    });
    y += Math.max(ROW, height + 3);
  }
  return y;
}

export function factsOf(paper: EnvelopePaper): [string, string][] {
  const { language } = paper;
  const words = paperWords(language);
  const place = [
    paper.box === null ? null : `${words.box} ${paper.box}`,
    paper.folder === null ? null : `${words.folder} ${paper.folder}`,
  ].filter((part) => part !== null);
  return [
    [words.petition, paper.petition],
    ...(paper.sender === null ? [] : [[words.sender, paper.sender] as [string, string]]),
    [words.received, paperDay(language, paper.receivedOn)],
    ...(paper.postmarkedOn === null
      ? []
      : [[words.postmark, paperDay(language, paper.postmarkedOn)] as [string, string]]),
    ...(paper.channel === null ? [] : [[words.channel, words.channels[paper.channel]] as [string, string]]),
    [words.place, place.length === 0 ? '............................................' : place.join(' · ')],
  ];
}

type Row = [label: string, declared: number | null, found: number];

/** Declared, found and difference; what was not declared says so. Answers where the next block begins. */
export function drawAccount(doc: Doc, top: number, paper: EnvelopePaper): number {
  const words = paperWords(paper.language);
  const number = new Intl.NumberFormat(locale(paper.language));
  const columns = [MARGIN + 66, MARGIN + 102, MARGIN + 136] as const;
  const cell = (text: string, x: number, y: number, isBold = false) =>
    drawWords(doc, text, { box: [x, y, 34, 7], size: 4.2, isBold, align: 'right' });
  const heads = [words.declared, words.found, words.difference];
  for (const [index, word] of heads.entries()) cell(word, columns[index]!, top, true);
  drawRule(doc, [MARGIN, top + 7, WIDTH], 0.5);
  const rows: Row[] = [
    [words.sheets, paper.declaredSheets, paper.found.sheets],
    [words.signatures, paper.declaredSignatures, paper.found.signatures],
  ];
  let y = top + 10;
  for (const [label, declared, found] of rows) {
    const gap = declared === null ? 0 : found - declared;
    drawWords(doc, label, { box: [MARGIN, y, 64, 7], size: 4.6, isBold: true });
    cell(declared === null ? words.notDeclared : number.format(declared), columns[0], y);
    cell(number.format(found), columns[1], y);
    cell(
      declared === null ? '–' : `${gap > 0 ? '+' : gap < 0 ? '-' : ''}${number.format(Math.abs(gap))}`,
      columns[2],
      y,
      gap !== 0,
    );
    drawRule(doc, [MARGIN, y + 7, WIDTH], 0.2);
    y += 10;
  }
  const facts: [string, number][] = [
    [words.toReview, paper.found.toReview],
    [words.stored, paper.found.stored],
    [words.files, paper.files],
    [words.open, paper.found.openPages],
    ...(paper.found.inWork > 0 ? [[words.inWork, paper.found.inWork] as [string, number]] : []),
  ];
  for (const [label, count] of facts) {
    drawWords(doc, label, { box: [MARGIN, y, 64, 7], size: 3.8 });
    cell(number.format(count), columns[1], y);
    y += 7;
  }
  return y + 4;
}

export function latenessWords(paper: EnvelopePaper): string | null {
  const { lateness, opensOn, closesOn, language } = paper;
  const date = lateness === 'early' ? opensOn : closesOn;
  if (date === null || lateness === null || lateness === 'in_time') return null;
  const words = paperWords(language);
  const sentence = { early: words.early, late: words.late, unknown: words.lateUnknown }[lateness];
  return sentence.replace('{date}', paperDay(language, date));
}

export function drawFoot(doc: Doc, paper: EnvelopePaper): void {
  const y = A4.height - MARGIN;
  drawRule(doc, [MARGIN, y - 4, WIDTH], 0.2);
  const printed = paperWords(paper.language).printed.replace('{date}', paperTime(paper.language, paper.printedAt));
  drawWords(doc, `Paraphe · ${paper.batchId}`, { box: [MARGIN, y - 2, 110, 5], size: 3 });
  drawWords(doc, printed, { box: [MARGIN + 90, y - 2, WIDTH - 90, 5], size: 3, align: 'right' });
}
