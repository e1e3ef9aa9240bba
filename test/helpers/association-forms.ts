/** Sheets made like those that associations make themselves, drawn for tests. Lengths in mm. */
import { columns, type DrawnForm, heads, repeat } from './sheet-pen.ts';

const whiteBoxes: DrawnForm = {
  name: 'French association: white boxes on a coloured ground, headings over them, a box to tick',
  size: [210, 297],
  draw: (pen) => {
    pen.fill(0, 0, 210, 297, '#ffe600');
    pen.text('STOP AUX EXPULSIONS FORCÉES', 12, 12, { size: 20, bold: true, width: 186 });
    pen.text(
      'Madame, Monsieur, nous vous demandons de mettre fin sans délai aux expulsions forcées et de garantir à toutes les familles concernées un logement décent et durable, comme le veut le droit international.',
      12,
      26,
      { width: 186 },
    );
    const w: [string, number][] = [
      ['Nom', 36],
      ['Prénom', 30],
      ['E-mail', 52],
      ['Code postal', 20],
      ['Signature', 34],
    ];
    let x = 12;
    for (const [text, width] of w) {
      pen.text(text, x, 46, { width, bold: true, size: 8 });
      for (let k = 0; k < 14; k++) pen.fill(x, 51 + k * 12, width - 1.5, 10.5, '#ffffff');
      x += width;
    }
    for (let k = 0; k < 14; k++) pen.frame(188, 54 + k * 12, 4, 4);
    pen.text('Je souhaite être informé(e)', 184.5, 43, { width: 15, size: 5 });
    pen.text(
      'Les informations recueillies sont enregistrées dans un fichier informatisé par l’association pour vous informer de ses actions. Vous pouvez demander leur rectification ou leur suppression.',
      12,
      225,
      { width: 186, size: 6.5 },
    );
  },
  expected: {
    fields: [
      { type: 'family_name', x: 12, w: 34.5 },
      { type: 'given_name', x: 48, w: 28.5 },
      { type: 'email', x: 78, w: 50.5 },
      { type: 'postcode', x: 130, w: 18.5 },
      { type: 'signature', x: 150, w: 32.5 },
      { type: 'checkbox', x: 188, w: 4 },
    ],
    rows: { count: 14, first: [12, 51, 180, 10.5] },
    languages: ['fr'],
  },
};

const germanNgo: DrawnForm = {
  name: 'German association: first name before name, street, town with postcode, e-mail, newsletter box',
  size: [297, 210],
  draw: (pen) => {
    pen
      .fill(0, 0, 297, 22, '#2e7d32')
      .text('Wälder schützen – jetzt unterschreiben!', 12, 7, { size: 18, bold: true, colour: 'white', width: 270 });
    pen.text(
      'Wir fordern die Bundesregierung auf, den Export von Pestiziden zu beenden und die letzten alten Wälder unter Schutz zu stellen. Bitte gut lesbar ausfüllen und bis zum 31. März zurücksenden.',
      12,
      28,
      { width: 270 },
    );
    const w: [string, number][] = [
      ['Vorname', 40],
      ['Name', 42],
      ['Straße / Hausnr.', 52],
      ['PLZ / Ort', 46],
      ['E-Mail*', 46],
      ['Newsletter', 14],
      ['Unterschrift', 32],
    ];
    for (let k = 0; k < 11; k += 2) pen.fill(12, 52 + k * 11, 272, 11, '#e3f1e4');
    pen.grid(
      12,
      43,
      w.map((it) => it[1]),
      [9, ...repeat(11, 11)],
      { width: 0.3, colour: '#2e7d32' },
    );
    let x = 12;
    for (const [text, width] of w) {
      pen.text(text, x + 1, 46, { width: width - 2, bold: true, size: width < 20 ? 5.5 : 8 });
      x += width;
    }
    for (let k = 0; k < 11; k++) pen.frame(243.5, 56 + k * 11, 3.5, 3.5);
    pen.text(
      '* Mit der Angabe Ihrer E-Mail-Adresse willigen Sie ein, dass wir Sie über unsere Kampagnen informieren. Datenschutz: Ihre Daten werden nicht an Dritte weitergegeben; Sie können Ihre Einwilligung jederzeit widerrufen. Mehr unter www.example.org/datenschutz.',
      12,
      180,
      { width: 270, size: 6.5 },
    );
  },
  expected: {
    fields: columns(12, [
      ['given_name', 40],
      ['family_name', 42],
      ['address', 52],
      ['address', 46],
      ['email', 46],
      ['checkbox', 14],
      ['signature', 32],
    ]),
    rows: { count: 11, first: [12, 52, 272, 11] },
    languages: ['de'],
  },
};

const underscores: DrawnForm = {
  name: 'Word-processor sheet: labels and underscores, three lines a person',
  size: [210, 297],
  draw: (pen) => {
    pen.text('PÉTITION CONTRE LA FERMETURE DU CENTRE DE SANTÉ', 15, 14, { size: 13, bold: true, width: 180 });
    pen.text(
      'Nous demandons à l’Agence régionale de santé de maintenir le centre ouvert et de remplacer sans attendre les médecins partis à la retraite.',
      15,
      26,
      { width: 180, size: 10 },
    );
    for (let k = 0; k < 6; k++) {
      const y = 48 + k * 34;
      pen.text('Nom : _______________________________  Prénom : ______________________________', 15, y, {
        size: 11,
        width: 185,
      });
      pen.text('Adresse : ________________________________________________________________', 15, y + 9, {
        size: 11,
        width: 185,
      });
      pen.text('Courriel : ____________________________  Signature : ____________________________', 15, y + 18, {
        size: 11,
        width: 185,
      });
    }
  },
  expected: {
    fields: [
      { type: 'family_name', x: 26.2, w: 67 },
      { type: 'given_name', x: 111.8, w: 65 },
      { type: 'address', x: 32.2, w: 138 },
      { type: 'email', x: 31.6, w: 60.5 },
      { type: 'signature', x: 113.8, w: 60.5 },
    ],
    rows: { count: 6, first: [26.2, 39.2, 150.5, 29.9] },
    languages: ['fr'],
  },
};

const sideBySide: DrawnForm = {
  name: 'two blocks of lines side by side',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Petition: Keep the swimming pool open', 12, 10, { size: 15, bold: true });
    pen.text(
      'We the undersigned ask the council not to close the pool, and to publish what the repairs would cost before it decides anything for the town.',
      12,
      22,
      { width: 260 },
    );
    for (const x of [12, 152]) {
      const w: [string, number][] = [
        ['Name', 44],
        ['Postcode', 24],
        ['Email', 36],
        ['Signature', 28],
      ];
      pen.grid(
        x,
        40,
        w.map((it) => it[1]),
        [8, ...repeat(12, 11)],
      );
      heads(pen, x, 42, w, 8);
    }
  },
  expected: {
    fields: columns(12, [
      ['name', 44],
      ['postcode', 24],
      ['email', 36],
      ['signature', 28],
    ]),
    rows: { count: 24, first: [12, 48, 132, 11] },
    languages: ['en'],
  },
};

const threeLanguages: DrawnForm = {
  name: 'three languages in every heading, one under the other',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Petition – Pétition – Petizione: Für mehr Nachtzüge', 12, 10, { size: 15, bold: true, width: 270 });
    pen.text(
      'Die Unterzeichnenden fordern den Bundesrat auf, Nachtzüge zu fördern. Les soussignés demandent au Conseil fédéral de soutenir les trains de nuit. I sottoscritti chiedono al Consiglio federale di sostenere i treni notturni.',
      12,
      22,
      { width: 270 },
    );
    const w: [string, number][] = [
      ['Name\nNom\nCognome', 44],
      ['Vorname\nPrénom\nNome', 40],
      ['Adresse\nAdresse\nIndirizzo', 60],
      ['PLZ\nNPA\nNPA', 16],
      ['Wohnort\nLocalité\nLocalità', 40],
      ['Unterschrift\nSignature\nFirma', 42],
      ['Land\nPays\nPaese', 30],
    ];
    pen.grid(
      12,
      40,
      w.map((it) => it[1]),
      [13, ...repeat(11, 11)],
    );
    heads(pen, 12, 41, w, 7.5);
  },
  expected: {
    fields: columns(12, [
      ['family_name', 44],
      ['given_name', 40],
      ['address', 60],
      ['postcode', 16],
      ['city', 40],
      ['signature', 42],
      ['country', 30],
    ]),
    rows: { count: 11, first: [12, 53, 272, 11] },
    languages: ['de', 'fr', 'it'],
  },
};

export const ASSOCIATION_FORMS: readonly DrawnForm[] = [whiteBoxes, germanNgo, underscores, sideBySide, threeLanguages];
