/** The certificate of accuracy: how often what is stored is wrong, on one page that stands on its own and can be signed. */
import { A4, type Doc, drawRule, drawWords, MARGIN, printPage } from '../imaging/print-document.ts';
import type { Rate } from './error-rate.ts';

export interface Certificate {
  language: 'fr' | 'en';
  petition: string;
  petitionId: string;
  sample: { seed: string; size: number; population: number; drawnAt: Date; drawnBy: string };
  lines: { open: number; differing: number; settled: number; lost: number };
  rates: { fields: (Rate & { label: string })[]; values: Rate; lines: Rate; wronglyCounted: number };
  printedAt: Date;
}

const WORDS = {
  fr: {
    title: 'Certificat d’exactitude',
    interim: 'PROVISOIRE : {open} lignes tirées ne sont pas encore établies.',
    petition: 'Pétition',
    drawn: 'Échantillon',
    drawnOf: '{size} lignes tirées au hasard parmi {population} lignes comptées',
    drawnOn: 'Tiré le',
    drawnBy: '{date}, par {person}',
    seed: 'Graine du tirage',
    settled: 'Établies',
    settledOf: '{settled} ; disparues entre-temps (effacées ou remplacées) : {lost}',
    wronglyCounted: 'Comptées à tort',
    field: 'Champ',
    errors: 'Erreurs',
    of: '{errors} sur {trials}',
    rate: 'Taux',
    interval: 'Intervalle à 95 %',
    between: '{low} à {high}',
    values: 'Toutes les valeurs',
    lines: 'Lignes avec une erreur au moins',
    method:
      'Règle : chaque ligne tirée a été ressaisie d’après l’image par une personne qui ne l’avait jamais vue et qui ne voyait pas ce qui est enregistré ; là où les deux différaient, une troisième personne a tranché d’après l’image. Une valeur est fausse dès qu’elle diffère à la lettre de ce qui a été établi, selon les règles d’écriture de la pétition. Le tirage ne se fait qu’une fois ; avec la graine et les identifiants des lignes, chacun peut le refaire.',
    bounds:
      'Intervalle exact bilatéral de Clopper et Pearson (1934). Les valeurs d’une même ligne y sont tenues pour indépendantes ; l’intervalle des lignes ne suppose rien de tel.',
    signature: 'Date, nom et signature de la supervision',
    printed: 'Imprimé le {date}',
  },
  en: {
    title: 'Certificate of accuracy',
    interim: 'INTERIM: {open} drawn lines are not settled yet.',
    petition: 'Petition',
    drawn: 'Sample',
    drawnOf: '{size} lines drawn at random from {population} counted lines',
    drawnOn: 'Drawn on',
    drawnBy: '{date}, by {person}',
    seed: 'Seed of the drawing',
    settled: 'Settled',
    settledOf: '{settled}; gone in the meantime (erased or replaced): {lost}',
    wronglyCounted: 'Wrongly counted',
    field: 'Field',
    errors: 'Errors',
    of: '{errors} of {trials}',
    rate: 'Rate',
    interval: '95 % interval',
    between: '{low} to {high}',
    values: 'All values',
    lines: 'Lines with at least one error',
    method:
      'Rule: every drawn line was keyed again from its picture by a person who had never seen it and who was not shown what is stored; where the two differed, a third person decided from the picture. A value is wrong when it differs by a single character from what was settled, under the petition’s rules of writing. The sample is drawn once; with the seed and the lines’ ids anybody can draw it again.',
    bounds:
      'Clopper and Pearson’s exact two-sided interval (1934). It takes the values of one line for independent of each other; the interval of the lines assumes nothing of the kind.',
    signature: 'Date, name and signature of the supervisor',
    printed: 'Printed on {date}',
  },
} as const;

const WIDTH = A4.width - 2 * MARGIN;
/** mm from the left margin: values beside their labels, and the right edges of the table's columns. */
const VALUE_AT = 40;
const COLUMNS = { errors: 102, rate: 124, interval: WIDTH } as const;
/** mm. */
const LABEL_WIDTH = 72;
const CELL_WIDTH = 44;
const ROW = { most: 7.5, least: 4.2 } as const;
/** mm from the top: where the rule begins at the latest, and the line to sign on. */
const RULE_AT = 208;
const SIGN_AT = A4.height - MARGIN - 20;

function formats(language: Certificate['language']) {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const fine = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const whole = new Intl.NumberFormat(locale);
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  return {
    number: (value: number) => whole.format(value),
    percent: (share: number) => fine.format(share),
    time: (at: Date) => time.format(at),
  };
}

type Formats = ReturnType<typeof formats>;

const filled = (text: string, values: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

function drawFacts(doc: Doc, top: number, certificate: Certificate, format: Formats): number {
  const words = WORDS[certificate.language];
  const { sample, lines, rates } = certificate;
  const [size, population] = [format.number(sample.size), format.number(sample.population)];
  const facts: [string, string][] = [
    [words.petition, certificate.petition],
    [words.drawn, filled(words.drawnOf, { size, population })],
    [words.drawnOn, filled(words.drawnBy, { date: format.time(sample.drawnAt), person: sample.drawnBy })],
    [words.seed, sample.seed],
    [
      words.settled,
      filled(words.settledOf, { settled: format.number(lines.settled), lost: format.number(lines.lost) }),
    ],
    [words.wronglyCounted, format.number(rates.wronglyCounted)],
  ];
  let y = top;
  for (const [label, value] of facts) {
    drawWords(doc, label, { box: [MARGIN, y, VALUE_AT - 3, 6], size: 3.8 });
    const box: [number, number, number, number] = [MARGIN + VALUE_AT, y, WIDTH - VALUE_AT, 12];
    y += Math.max(7, drawWords(doc, value, { box, size: 4, isBold: true }) + 2.5);
  }
  return y;
}

/** Lower rows where there are many fields: one page, whatever the form. */
function drawRates(doc: Doc, top: number, { language, rates }: Certificate, format: Formats): number {
  const words = WORDS[language];
  const rows: [string, Rate, boolean][] = [
    ...rates.fields.map((rate): [string, Rate, boolean] => [rate.label, rate, false]),
    [words.values, rates.values, true],
    [words.lines, rates.lines, true],
  ];
  const height = Math.max(ROW.least, Math.min(ROW.most, (RULE_AT - top - 10) / rows.length));
  const size = Math.min(4, height * 0.62);
  const cell = (text: string, right: number, y: number, isBold: boolean) =>
    drawWords(doc, text, { box: [MARGIN + right - CELL_WIDTH, y, CELL_WIDTH, height], size, isBold, align: 'right' });
  cell(words.errors, COLUMNS.errors, top, true);
  cell(words.rate, COLUMNS.rate, top, true);
  cell(words.interval, COLUMNS.interval, top, true);
  drawWords(doc, words.field, { box: [MARGIN, top, LABEL_WIDTH, height], size, isBold: true });
  let y = top + height;
  drawRule(doc, [MARGIN, y - 1.2, WIDTH], 0.5);
  for (const [label, { errors, trials, rate, low, high }, isBold] of rows) {
    drawWords(doc, label, { box: [MARGIN, y, LABEL_WIDTH, height], size, isBold });
    cell(filled(words.of, { errors: format.number(errors), trials: format.number(trials) }), COLUMNS.errors, y, isBold);
    cell(rate === null ? '–' : format.percent(rate), COLUMNS.rate, y, isBold);
    const bounds = filled(words.between, { low: format.percent(low), high: format.percent(high) });
    cell(rate === null ? '–' : bounds, COLUMNS.interval, y, isBold);
    y += height;
    drawRule(doc, [MARGIN, y - 1.2, WIDTH], 0.15);
  }
  return y;
}

/** @returns the PDF's bytes: one A4 page */
export async function printCertificate(certificate: Certificate): Promise<Uint8Array> {
  const { language, lines } = certificate;
  const words = WORDS[language];
  const format = formats(language);
  return await printPage({ title: `${words.title}: ${certificate.petition}`, language }, (doc) => {
    drawWords(doc, words.title, { box: [MARGIN, MARGIN, WIDTH, 12], size: 9, isBold: true });
    drawRule(doc, [MARGIN, MARGIN + 14, WIDTH], 0.8);
    let y = drawFacts(doc, MARGIN + 20, certificate, format);
    const open = lines.open + lines.differing;
    if (open > 0) {
      const warning = filled(words.interim, { open: format.number(open) });
      y += drawWords(doc, warning, { box: [MARGIN, y + 1, WIDTH, 7], size: 4.4, isBold: true }) + 2;
    }
    y = drawRates(doc, y + 5, certificate, format) + 4;
    y += drawWords(doc, words.method, { box: [MARGIN, y, WIDTH, 30], size: 3.3 }) + 2;
    drawWords(doc, words.bounds, { box: [MARGIN, y, WIDTH, 12], size: 3.3 });
    drawRule(doc, [MARGIN + 70, SIGN_AT, WIDTH - 70], 0.3);
    drawWords(doc, words.signature, { box: [MARGIN + 70, SIGN_AT + 1.5, WIDTH - 70, 6], size: 3.2 });
    const foot = A4.height - MARGIN;
    drawRule(doc, [MARGIN, foot - 4, WIDTH], 0.2);
    drawWords(doc, `Paraphe · ${certificate.petitionId}`, { box: [MARGIN, foot - 2, 90, 5], size: 3 });
    const printed = filled(words.printed, { date: format.time(certificate.printedAt) });
    drawWords(doc, printed, { box: [MARGIN + 90, foot - 2, WIDTH - 90, 5], size: 3, align: 'right' });
  });
}
