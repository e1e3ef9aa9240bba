/** Sheets whose columns no rule parts, and others that cost detection its columns, drawn for tests. Lengths in mm. */
import type { FieldType } from '../../src/domain/form.ts';
import { type DrawnForm, repeat } from './sheet-pen.ts';

const field = (type: FieldType, x: number, w: number) => ({ type, x, w });

const stackedOpen: DrawnForm = {
  name: 'French sheet of wide lines: an example under the headings, a dotted line parting two names',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Gardons notre maternité', 15, 14, { size: 16, bold: true, width: 180 });
    pen.text('Nous demandons à l’agence régionale de santé de garder la maternité ouverte.', 15, 28, { width: 180 });
    pen.fill(15, 42, 180, 12, '#dddddd').frame(15, 42, 180, 12);
    pen
      .text('N°', 16, 46, { bold: true })
      .text('NOM', 55, 43.5, { bold: true })
      .text('Prénom', 53.5, 48.5, { bold: true });
    pen.text('Commune', 117, 46, { bold: true }).text('Signature', 164.5, 46, { bold: true });
    pen.text('Exemple : DURAND', 25, 57, { colour: '#666666' }).text('Camille', 25, 66, { colour: '#666666' });
    pen.text('Maville', 110, 61, { colour: '#666666' });
    for (let k = 0; k < 10; k++) {
      const bottom = 72 + k * 18;
      pen.line(15, bottom, 195, bottom);
      pen.line(24, bottom - 9, 94, bottom - 9, { dash: [0.4, 0.7] });
      if (k > 0) pen.text(`${k}`, 18, bottom - 10);
    }
  },
  expected: {
    fields: [
      field('family_name', 24, 70),
      field('given_name', 24, 70),
      field('city', 94, 54.5),
      field('signature', 148.5, 46.5),
    ],
    rows: { count: 9, first: [15, 72, 180, 18] },
    languages: ['fr'],
  },
};

const bandOver: DrawnForm = {
  name: 'Italian sheet of wide lines: headings in the middle of a high band, a grey column for the authority',
  size: [210, 297],
  draw: (pen) => {
    pen.text('No alla chiusura della biblioteca', 10, 12, { size: 16, bold: true });
    pen.text('I sottoscritti chiedono al Comune di tenere aperta la biblioteca di quartiere.', 10, 24);
    pen.line(10, 34, 200, 34, { width: 0.4 });
    const heads: [string, number][] = [
      ['Cognome', 30],
      ['Nome', 72],
      ['Comune', 105],
      ['Firma', 150],
    ];
    for (const [text, x] of heads) pen.text(text, x, 43, { bold: true });
    pen.upwards('Riservato al Comune', 189, 56.5, 7);
    pen.fill(180, 58, 20, 13 * 12, '#dcdcdc');
    for (let k = 0; k < 14; k++) pen.line(10, 58 + k * 12, 200, 58 + k * 12, { width: 0.3 });
  },
  expected: {
    fields: [
      field('family_name', 10, 47),
      field('given_name', 57, 35),
      field('city', 92, 40),
      field('signature', 132, 48),
      field('office', 180, 20),
    ],
    rows: { count: 13, first: [10, 58, 190, 12] },
    languages: ['it'],
  },
};

const tallOffice: DrawnForm = {
  name: 'Swiss referendum with a column for officials that no rule parts, and a heading broken within a word',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Referendum gegen das Strassengesetz', 12, 10, { size: 15, bold: true, width: 270 });
    pen.text(
      'Die unterzeichneten Stimmberechtigten verlangen die Abstimmung. Auf dieser Liste können nur Stimmberechtigte aus der genannten Gemeinde unterzeichnen.',
      12,
      21,
      { width: 270 },
    );
    pen.text('Kanton: __________________   Politische Gemeinde: ______________________________', 12, 33);
    const widths = [50, 40, 26, 20, 80, 40];
    pen
      .grid(12, 44, widths, [12, ...repeat(9, 12)])
      .frame(268, 44, 18, 12)
      .frame(268, 56, 18, 108);
    const heads = ['Name', 'Vorname', 'Geburtsdatum', 'Staat\nsangehörigkeit', 'Wohnadresse', 'Unterschrift'];
    heads.reduce((x, text, k) => {
      pen.text(text, x + 1, 46, { size: 7, width: widths[k]! });
      return x + widths[k]!;
    }, 12);
    pen.text('Kontrolle (leer lassen)', 269, 46, { size: 6, width: 16 });
  },
  expected: {
    fields: [
      field('family_name', 12, 50),
      field('given_name', 62, 40),
      field('date_of_birth', 102, 26),
      field('text', 128, 20),
      field('address', 148, 80),
      field('signature', 228, 40),
      field('office', 268, 18),
    ],
    rows: { count: 9, first: [12, 56, 274, 12] },
    header: ['text', 'city'],
    languages: ['de'],
  },
};

/** Two rows of labels over a sheet that says nothing but its headings: one in a frame, one with lines at the letters' feet. */
const framedLabels: DrawnForm = {
  name: 'Swiss initiative without a sentence: labels in one frame, and lines that begin at their feet',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Initiative für faire Mieten', 12, 10, { size: 15, bold: true, width: 270 });
    pen.frame(12, 24, 270, 9);
    pen.text('Kanton:', 14, 27, { size: 9 }).text('PLZ:', 82, 27, { size: 9 });
    pen.text('Politische Gemeinde:', 130, 27, { size: 9 });
    // 9 points high, the letters stand 2.3 mm under the top of their line.
    const foot = 38 + 0.718 * 9 * (25.4 / 72);
    pen.text('Sammler/in:', 12, 38, { size: 9 }).line(29.2, foot, 90, foot, { width: 0.3 });
    pen.text('Telefon:', 92, 38, { size: 9 }).line(103.8, foot, 150, foot, { width: 0.3 });
    pen.grid(12, 48, [10, 52, 45, 30, 75, 58], [10, ...repeat(8, 12)]);
    const heads: [string, number][] = [
      ['Nr.', 13],
      ['Name', 23],
      ['Vorname', 75],
      ['Geburtsdatum', 120],
      ['Wohnadresse', 150],
      ['Unterschrift', 225],
    ];
    for (const [text, x] of heads) pen.text(text, x, 51, { bold: true });
    for (let k = 0; k < 8; k++) pen.text(String(k + 1), 15, 61 + k * 12);
  },
  expected: {
    fields: [
      field('family_name', 22, 52),
      field('given_name', 74, 45),
      field('date_of_birth', 119, 30),
      field('address', 149, 75),
      field('signature', 224, 58),
    ],
    rows: { count: 8, first: [12, 58, 270, 12] },
    header: ['text', 'postcode', 'city', 'text', 'phone'],
    languages: ['de'],
  },
};

const twoLanguages: DrawnForm = {
  name: 'Spanish and English sheet of wide lines: headings that nearly touch, one of them turned',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Salvemos el parque – Save our park', 15, 12, { size: 16, bold: true });
    pen.text(
      'Los abajo firmantes piden al ayuntamiento que conserve el parque. We ask the council to keep it.',
      15,
      24,
    );
    pen.line(15, 34, 195, 34);
    pen.text('N.º', 15, 41, { bold: true, width: 8, align: 'center' });
    const heads: [string, number, number][] = [
      ['Apellidos / Surname', 23, 30],
      ['Nombre / First name', 53, 21],
      ['Dirección / Street address', 74, 38],
      ['Correo / E-mail', 123, 40],
      ['Firma / Signature', 163, 32],
    ];
    for (const [text, x, width] of heads)
      pen.text(text, x + 0.8, 39.5, { bold: true, width: width - 1.6, align: 'center' });
    pen.upwards('C.P. / Postcode', 116, 52, 7);
    for (let k = 0; k < 15; k++) {
      pen.line(15, 54 + k * 12, 195, 54 + k * 12, { width: 0.3 });
      if (k < 14) pen.text(`${k + 1}`, 15, 58 + k * 12, { width: 8, align: 'center' });
    }
  },
  expected: {
    fields: [
      field('family_name', 23, 30),
      field('given_name', 53, 21),
      field('address', 74, 38),
      field('postcode', 112, 11),
      field('email', 123, 40),
      field('signature', 163, 32),
    ],
    rows: { count: 14, first: [15, 54, 180, 12] },
    languages: ['en', 'es'],
  },
};

const halvesInside: DrawnForm = {
  name: 'German and Dutch sheet: half lines in the middle of wide ones, a grey column apart that no rule parts',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Mehr Züge – Meer treinen', 12, 10, { size: 16, bold: true });
    pen.text('Die Unterzeichnenden fordern mehr Züge für die Region. Wij vragen meer treinen voor de regio.', 12, 22);
    const head = (text: string, [x, width]: [number, number], y: number) =>
      pen.text(text, x, y, { bold: true, width, align: 'center' });
    pen.line(12, 32, 250, 32, { width: 0.3 }).frame(255, 32, 26, 14);
    head('Name, Vorname / Naam en voorletters', [12, 70], 37);
    head('E-Mail / E-mailadres', [82, 60], 34);
    head('Telefon / Telefoon', [82, 60], 40);
    head('Ort / Woonplaats', [142, 48], 37);
    head('Unterschrift / Handtekening', [190, 60], 37);
    head('Bitte freilassen / Niet invullen', [255, 26], 34);
    pen.fill(255, 46, 26, 16 * 8, '#d8d8d8');
    for (let k = 0; k < 9; k++) pen.line(12, 46 + k * 16, 250, 46 + k * 16, { width: 0.3 });
    for (let k = 0; k < 8; k++) pen.line(82, 54 + k * 16, 142, 54 + k * 16, { dash: [0.5, 0.7] });
  },
  expected: {
    fields: [
      field('name', 12, 70),
      field('email', 82, 60),
      field('phone', 82, 60),
      field('city', 142, 48),
      field('signature', 190, 60),
      field('office', 255, 26),
    ],
    rows: { count: 8, first: [12, 46, 269, 16] },
    languages: ['de', 'nl'],
  },
};

export const OPEN_FORMS: readonly DrawnForm[] = [
  stackedOpen,
  bandOver,
  tallOffice,
  framedLabels,
  twoLanguages,
  halvesInside,
];
