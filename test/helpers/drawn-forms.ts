/** Petition sheets of quite different make, drawn for tests, each with what detection must find. Lengths in mm. */
import { columns, type DrawnForm, repeat } from './sheet-pen.ts';

const initiative: DrawnForm = {
  name: 'Swiss initiative list with header boxes, numbers, office column and a table for officials',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Eidgenössische Volksinitiative «Für saubere Bäche»', 15, 15, { size: 15, bold: true, width: 180 });
    pen.text(
      'Die unterzeichneten stimmberechtigten Schweizer Bürgerinnen und Bürger stellen hiermit das folgende Begehren. Auf dieser Liste können nur Stimmberechtigte unterzeichnen, die in der genannten politischen Gemeinde wohnen. Wer bei einer Unterschriftensammlung besticht oder sich bestechen lässt, macht sich strafbar nach Artikel 281 des Strafgesetzbuches.',
      15,
      32,
      { width: 180 },
    );
    pen.grid(15, 60, [60, 40, 80], [9]);
    pen.text('Kanton:', 17, 63).text('Postleitzahl:', 77, 63).text('Politische Gemeinde:', 117, 63);
    const widths = [8, 46, 26, 50, 34, 16];
    pen.grid(15, 75, widths, [14, ...repeat(8, 10)]);
    const heads = [
      'Nr.',
      'Name, Vorname\n(von Hand und in Blockschrift)',
      'Geburtsdatum\n(Tag/Monat/Jahr)',
      'Wohnadresse\n(Strasse und Hausnummer)',
      'Eigenhändige\nUnterschrift',
      'Kontrolle\n(leer lassen)',
    ];
    let x = 15;
    heads.forEach((head, k) => {
      pen.text(head, x + 1, 77, { width: widths[k]! - 1.5, size: 7 });
      x += widths[k]!;
    });
    for (let k = 0; k < 8; k++) pen.text(`${k + 1}.`, 17, 92 + k * 10);
    pen.text(
      'Die unterzeichnete Amtsperson bescheinigt hiermit, dass die obenstehenden Unterzeichnerinnen und Unterzeichner der Initiative stimmberechtigt sind.',
      15,
      175,
      { width: 180 },
    );
    pen.grid(15, 190, [60, 60, 60], [6, 12]);
    pen.text('Ort', 16, 191).text('Datum', 76, 191).text('Amtliche Eigenschaft', 136, 191);
    pen.text('Unterschriftenkomitee, Postfach, 3000 Bern', 15, 270, { size: 7 });
  },
  expected: {
    fields: columns(23, [
      ['name', 46],
      ['date_of_birth', 26],
      ['address', 50],
      ['signature', 34],
      ['office', 16],
    ]),
    rows: { count: 8, first: [15, 89, 180, 10] },
    header: ['text', 'postcode', 'city'],
    languages: ['de'],
  },
};

const stacked: DrawnForm = {
  name: 'two-language list with cells stacked in a line and an example',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Petition für ein Bahnhofsdach – Pétition pour un toit à la gare', 15, 10, {
      size: 16,
      bold: true,
      width: 260,
    });
    pen.text(
      'Wir bitten die Behörden, das Dach zu bauen. Nous prions les autorités de construire le toit pour que tous les voyageurs soient à l’abri de la pluie.',
      15,
      24,
      { width: 260 },
    );
    const top = 45;
    pen.grid(15, top, [70, 80, 40, 75], [12]);
    pen.text('Name / Nom', 16, top + 1).text('Vorname / Prénom', 16, top + 7);
    pen.text('Strasse, Nr. / Rue, no', 86, top + 1).text('PLZ, Ort / NPA, localité', 86, top + 7);
    pen.text('Telefon / Téléphone', 166, top + 4).text('Unterschrift / Signature', 206, top + 4);
    for (let k = 0; k < 7; k++) {
      const y = top + 12 + k * 18;
      pen.grid(15, y, [70, 80, 40, 75], [18], { width: 0.35 });
      pen.line(15, y + 9, 165, y + 9, { width: 0.15, dash: [0.4, 0.6] });
    }
    pen
      .text('Muster', 17, top + 14)
      .text('Anna', 17, top + 23)
      .text('Beispielweg 3', 87, top + 14)
      .text('3000 Bern', 87, top + 23)
      .text('031 000 00 00', 167, top + 18)
      .text('A. Muster', 208, top + 18);
  },
  expected: {
    fields: [
      { type: 'family_name', x: 15, w: 70 },
      { type: 'given_name', x: 15, w: 70 },
      { type: 'address', x: 85, w: 80 },
      { type: 'address', x: 85, w: 80 },
      { type: 'phone', x: 165, w: 40 },
      { type: 'signature', x: 205, w: 75 },
    ],
    rows: { count: 6, first: [15, 75, 265, 18] },
    languages: ['de', 'fr'],
  },
};

const dottedLines: DrawnForm = {
  name: 'French sheet with dotted lines, no vertical rules, and a collector',
  size: [210, 297],
  draw: (pen) => {
    pen.text('PÉTITION', 15, 15, { size: 22, bold: true });
    pen.text('Sauvons la bibliothèque de quartier', 15, 27, { size: 14 });
    pen.text(
      'Nous, habitantes et habitants de la commune, demandons au conseil de maintenir la bibliothèque ouverte le samedi et de renouveler ses livres pour la jeunesse.',
      15,
      40,
      { width: 180 },
    );
    pen.text('Collecteur :', 15, 60).line(35, 63, 100, 63, { dash: [0.3, 0.7], width: 0.3 });
    pen
      .text('Nom et prénom', 15, 76, { bold: true })
      .text('Adresse complète', 75, 76, { bold: true })
      .text('E-mail', 130, 76, { bold: true })
      .text('Signature', 168, 76, { bold: true });
    for (let k = 0; k < 14; k++) pen.line(15, 92 + k * 11, 195, 92 + k * 11, { dash: [0.3, 0.7], width: 0.3 });
    pen.text(
      'Les données personnelles recueillies sur cette pétition ne servent qu’à la remettre au conseil municipal ; leur traitement respecte le RGPD. Vous avez un droit d’accès et de rectification.',
      15,
      250,
      { width: 180, size: 7 },
    );
  },
  expected: {
    fields: columns(15, [
      ['name', 59],
      ['address', 55],
      ['email', 38],
      ['signature', 28],
    ]),
    rows: { count: 14, first: [15, 81, 180, 11] },
    header: ['text'],
    languages: ['fr'],
  },
};

const usState: DrawnForm = {
  name: 'US state petition on Letter, two tiers a line with labels inside, a column for the clerk',
  size: [215.9, 279.4],
  draw: (pen) => {
    pen.text('PETITION TO PLACE A MEASURE ON THE BALLOT', 15, 12, {
      size: 14,
      bold: true,
      width: 185,
      align: 'center',
    });
    pen.text(
      'WARNING: It is a felony for anyone to sign this petition with any name other than his or her own, or to sign more than once for the same measure, or to sign when not a registered voter of this state. Penalty as the law provides.',
      15,
      24,
      { width: 185 },
    );
    pen.text('County of', 15, 46).line(30, 49, 90, 49);
    for (let k = 0; k < 8; k++) {
      const y = 58 + k * 20;
      pen.frame(15, y, 186, 20, { width: 0.4 });
      pen
        .line(24, y, 24, y + 20)
        .line(180, y, 180, y + 20)
        .line(24, y + 10, 180, y + 10)
        .line(112, y, 112, y + 10)
        .line(90, y + 10, 90, y + 20)
        .line(140, y + 10, 140, y + 20);
      pen.text(`${k + 1}`, 17, y + 8, { size: 11 });
      const small = { size: 5.5 };
      pen
        .text('SIGNATURE OF VOTER', 25, y + 0.8, small)
        .text('PRINTED NAME', 113, y + 0.8, small)
        .text('RESIDENCE ADDRESS (street and number)', 25, y + 10.8, small)
        .text('CITY OR TOWN', 91, y + 10.8, small)
        .text('DATE SIGNED', 141, y + 10.8, small)
        .text('CLERK USE ONLY', 180.8, y + 0.8, { size: 5.5, width: 19 });
    }
  },
  expected: {
    fields: [
      { type: 'signature', x: 24, w: 88 },
      { type: 'name', x: 112, w: 68 },
      { type: 'address', x: 24, w: 66 },
      { type: 'city', x: 90, w: 50 },
      { type: 'date', x: 140, w: 40 },
      { type: 'office', x: 180, w: 21 },
    ],
    rows: { count: 8, first: [15, 58, 186, 20] },
    header: ['text'],
    languages: ['en'],
  },
};

const cards: DrawnForm = {
  name: 'German sheet of separate boxes with labels and lines inside',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Unterschriftenliste: Ein Radweg für die Uferstraße', 15, 14, { size: 14, bold: true });
    pen.text(
      'Mit meiner Unterschrift unterstütze ich die Forderung, an der Uferstraße einen Radweg zu bauen. Die Daten werden nach der Übergabe gelöscht und nicht für andere Zwecke verwendet; die Verarbeitung erfolgt nach der DSGVO.',
      15,
      26,
      { width: 180 },
    );
    for (let k = 0; k < 6; k++) {
      const y = 48 + k * 34;
      pen.frame(15, y, 180, 30, { width: 0.5, colour: '#1050a0' });
      const line = { width: 0.2, colour: '#777777' };
      pen
        .text('Name:', 18, y + 5)
        .line(30, y + 8.5, 100, y + 8.5, line)
        .text('Vorname:', 104, y + 5)
        .line(120, y + 8.5, 190, y + 8.5, line);
      pen
        .text('Straße, Nr.:', 18, y + 14)
        .line(36, y + 17.5, 100, y + 17.5, line)
        .text('PLZ, Ort:', 104, y + 14)
        .line(120, y + 17.5, 190, y + 17.5, line);
      pen
        .text('E-Mail:', 18, y + 23)
        .line(30, y + 26.5, 100, y + 26.5, line)
        .text('Unterschrift:', 104, y + 23)
        .line(124, y + 26.5, 190, y + 26.5, line);
    }
  },
  expected: {
    fields: [
      { type: 'family_name', x: 30, w: 70 },
      { type: 'given_name', x: 120, w: 70 },
      { type: 'address', x: 36, w: 64 },
      { type: 'address', x: 120, w: 70 },
      { type: 'email', x: 30, w: 70 },
      { type: 'signature', x: 124, w: 66 },
    ],
    rows: { count: 6, first: [15, 48, 180, 30] },
    languages: ['de'],
  },
};

const italian: DrawnForm = {
  name: 'Italian sheet, white rules on colour, shaded lines',
  size: [210, 297],
  draw: (pen) => {
    pen
      .fill(0, 0, 210, 25, '#205030')
      .text('Acqua pubblica per tutti', 15, 9, { size: 18, bold: true, colour: 'white' });
    pen.text(
      'I sottoscritti cittadini chiedono al Comune di mantenere pubblica la gestione dell’acqua e di non aumentare le tariffe per le famiglie.',
      15,
      32,
      { width: 180 },
    );
    const widths = [55, 45, 40, 40];
    pen.fill(15, 50, 180, 12, '#205030');
    let x = 15;
    ['Cognome e nome', 'Luogo e data di nascita', 'Comune di residenza', 'Firma'].forEach((head, k) => {
      pen.text(head, x + 2, 54, { colour: 'white', bold: true, width: widths[k]! - 3 });
      if (k > 0) pen.line(x, 50, x, 62, { colour: 'white', width: 0.5 });
      x += widths[k]!;
    });
    pen.fill(15, 62, 180, 13 * 11, '#dcebe0');
    for (let k = 1; k < 13; k++) pen.line(15, 62 + k * 11, 195, 62 + k * 11, { colour: 'white', width: 0.6 });
    x = 15;
    for (const w of widths.slice(0, 3)) {
      x += w;
      pen.line(x, 62, x, 62 + 13 * 11, { colour: 'white', width: 0.6 });
    }
    pen.text(
      'Informativa sulla privacy: i dati personali sono raccolti soltanto per la petizione; il trattamento avviene secondo il regolamento europeo (GDPR).',
      15,
      215,
      { width: 180, size: 7 },
    );
  },
  expected: {
    fields: columns(15, [
      ['name', 55],
      ['date_of_birth', 45],
      ['city', 40],
      ['signature', 40],
    ]),
    rows: { count: 13, first: [15, 62, 180, 11] },
    languages: ['it'],
  },
};

const european: DrawnForm = {
  name: 'European initiative, landscape, headings over three lines, wide notes',
  size: [297, 210],
  draw: (pen) => {
    pen.text('STATEMENT OF SUPPORT FORM', 15, 10, { size: 13, bold: true, width: 267, align: 'center' });
    pen.frame(15, 20, 267, 30);
    pen.text(
      'All fields on this form are mandatory. To be pre-filled by the organisers: 1. All signatories on this form hold a personal identification document number of: mark only one Member State per list. 2. Title of the initiative and European Commission registration number.',
      17,
      22,
      { width: 262 },
    );
    pen.text('TO BE COMPLETED BY SIGNATORIES IN CAPITAL LETTERS', 15, 54, { bold: true });
    const widths = [42, 42, 77, 34, 30, 42];
    const heads = [
      'FULL FIRST NAMES',
      'FAMILY NAMES',
      'RESIDENCE\n(street, number, postal code, city, country)',
      'DATE OF BIRTH',
      'DATE',
      'SIGNATURE',
    ];
    pen.grid(15, 60, widths, [16, ...repeat(9, 12)], { width: 0.25 });
    let x = 15;
    heads.forEach((head, k) => {
      pen.text(head, x + 1, 62, { width: widths[k]! - 2, align: 'center', size: 7 });
      x += widths[k]!;
    });
    pen.text(
      'Privacy statement: in accordance with the General Data Protection Regulation, your personal data provided on this form will only be used for the support of the initiative and made available to the competent national authorities.',
      15,
      190,
      { width: 267, size: 6 },
    );
  },
  expected: {
    fields: columns(15, [
      ['given_name', 42],
      ['family_name', 42],
      ['address', 77],
      ['date_of_birth', 34],
      ['date', 30],
      ['signature', 42],
    ]),
    rows: { count: 9, first: [15, 76, 267, 12] },
    languages: ['en'],
  },
};

const ticks: DrawnForm = {
  name: 'English sheet with tick boxes, a boxed postcode and double rules',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Save Our Post Office', 15, 14, { size: 20, bold: true });
    pen.text(
      'We, the undersigned, ask the council to keep the post office in the high street open, and to publish the figures on which its plans are based.',
      15,
      28,
      { width: 180 },
    );
    const widths = [48, 44, 40, 22, 26];
    const heads = ['Full name', 'Address', 'Postcode', 'Keep me informed', 'Sign here'];
    const n = 12;
    let x = 15;
    heads.forEach((head, k) => {
      pen.text(head, x + 1, 50, { width: widths[k]! - 2, bold: true, size: 7.5 });
      x += widths[k]!;
    });
    for (let k = 0; k <= n; k++)
      pen.line(15, 58 + k * 12, 195, 58 + k * 12).line(15, 58.8 + k * 12, 195, 58.8 + k * 12);
    x = 15;
    for (const w of [0, ...widths]) {
      x += w;
      pen.line(x, 48, x, 58.8 + n * 12);
    }
    pen.line(15, 48, 195, 48);
    for (let k = 0; k < n; k++) {
      const y = 58.8 + k * 12;
      pen.frame(109, y + 4, 4, 4).frame(113, y + 4, 4, 4);
      pen
        .frame(149, y + 4, 3.5, 3.5)
        .text('yes', 153.5, y + 4.2, { size: 6.5 })
        .frame(159, y + 4, 3.5, 3.5)
        .text('no', 163.5, y + 4.2, { size: 6.5, width: 5 });
    }
    pen.text(
      'Your personal data is processed for this petition only. Privacy: we keep it until the council has answered, in line with data protection law.',
      15,
      215,
      { width: 180, size: 7 },
    );
  },
  expected: {
    fields: columns(15, [
      ['name', 48],
      ['address', 44],
      ['postcode', 40],
      ['choice', 22],
      ['signature', 26],
    ]),
    rows: { count: 12, first: [15, 58.4, 180, 12] },
    languages: ['en'],
  },
};

const spanish: DrawnForm = {
  name: 'Spanish sheet with turned headings and a column standing apart',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Firmas por un parque en el barrio', 15, 14, { size: 18, bold: true });
    pen.text(
      'Los abajo firmantes pedimos al ayuntamiento que construya un parque en el solar de la calle Mayor y que lo abra a todos los vecinos antes del verano.',
      15,
      28,
      { width: 160 },
    );
    const widths = [40, 45, 25, 30];
    pen.grid(15, 45, widths, [30, ...repeat(15, 11)], { colour: '#444444' });
    let x = 15;
    ['Nombre', 'Apellidos', 'DNI / NIE', 'Firma'].forEach((head, k) => {
      pen.upwards(head, x + widths[k]! / 2 - 2, 73, 9);
      x += widths[k]!;
    });
    for (let k = 0; k < 15; k++) pen.frame(175, 75 + k * 11, 20, 11);
    pen.text('No rellenar', 176, 71, { size: 7 });
  },
  expected: {
    fields: [
      ...columns(15, [
        ['given_name', 40],
        ['family_name', 45],
        ['number', 25],
        ['signature', 30],
      ]),
      { type: 'office', x: 175, w: 20 },
    ],
    rows: { count: 15, first: [15, 75, 180, 11] },
    languages: ['es'],
  },
};

const dutch: DrawnForm = {
  name: 'Dutch sheet of short lines to write on, thin grey',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Handtekeningenlijst voor het zwembad', 15, 14, { size: 16, bold: true });
    pen.text(
      'Wij vragen de gemeente om het zwembad open te houden en niet te sluiten voor het einde van het jaar. Deze lijst wordt aan de raad aangeboden met alle handtekeningen die wij hebben verzameld.',
      15,
      28,
      { width: 180 },
    );
    const x = [15, 63, 123, 160];
    const w = [45, 57, 34, 35];
    ['Naam', 'Straat en huisnummer', 'Woonplaats', 'Handtekening'].forEach((head, k) => {
      pen.text(head, x[k]!, 50, { width: w[k]! });
    });
    for (let n = 0; n < 16; n++)
      x.forEach((at, k) => {
        pen.line(at, 64 + n * 12, at + w[k]!, 64 + n * 12, { width: 0.15, colour: '#999999' });
      });
  },
  expected: {
    fields: [
      { type: 'name', x: 15, w: 45 },
      { type: 'address', x: 63, w: 57 },
      { type: 'city', x: 123, w: 34 },
      { type: 'signature', x: 160, w: 35 },
    ],
    rows: { count: 16, first: [15, 52, 180, 12] },
    languages: ['nl'],
  },
};

export const DRAWN_FORMS: readonly DrawnForm[] = [
  initiative,
  stacked,
  dottedLines,
  usState,
  cards,
  italian,
  european,
  ticks,
  spanish,
  dutch,
];
