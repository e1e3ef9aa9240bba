/** Sheets made like those that authorities and committees hand out, drawn for tests. Lengths in mm. */
import { columns, type DrawnForm, heads, repeat } from './sheet-pen.ts';

const federalFrench: DrawnForm = {
  name: 'Swiss federal initiative in French: day, month and year in cells of their own, attestation below',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Initiative populaire fédérale «Pour des rivières vivantes»', 12, 12, {
      size: 15,
      bold: true,
      width: 185,
    });
    pen.text(
      'Les citoyennes et citoyens suisses soussignés ayant le droit de vote demandent, en vertu des art. 34, 136, 139 et 194 de la Constitution fédérale et conformément à la loi fédérale du 17 décembre 1976 sur les droits politiques (art. 68s.), que la Constitution fédérale soit modifiée comme suit.',
      12,
      24,
      { width: 185 },
    );
    pen.text(
      'Seuls les électrices et électeurs ayant le droit de vote dans la commune indiquée en tête de la liste peuvent y apposer leur signature. Celui qui se rend coupable de corruption active ou passive relativement à une récolte de signatures est punissable selon l’article 281 du code pénal.',
      12,
      40,
      { width: 185, size: 7 },
    );
    pen.grid(12, 55, [50, 40, 96], [9]);
    pen.text('Canton :', 13, 58).text('N° postal :', 63, 58).text('Commune politique :', 103, 58);
    const w: [string, number][] = [
      ['N°', 7],
      ['Nom / Prénoms\n(écrire de sa propre main et si possible en majuscules)', 50],
      ['', 24],
      ['Adresse exacte\n(rue et numéro)', 50],
      ['Signature manuscrite', 38],
      ['Contrôle\n(laisser en blanc)', 17],
    ];
    pen.grid(12, 70, [7, 50, 24, 50, 38, 17], [13]);
    heads(pen, 12, 71.5, w);
    pen.text('Date de naissance exacte\n(jour/mois/année)', 70, 71.5, { width: 22, size: 7 });
    pen.grid(12, 83, [7, 50, 8, 8, 8, 50, 38, 17], repeat(7, 9.5));
    for (let k = 0; k < 7; k++) pen.text(`${k + 1}`, 14.5, 86 + k * 9.5);
    pen.text(
      'Expiration du délai imparti pour la récolte des signatures : 12.05.2028. Le/la fonctionnaire soussigné/e certifie que les signataires de l’initiative dont les noms figurent ci-dessus ont le droit de vote en matière fédérale dans la commune susmentionnée.',
      12,
      156,
      { width: 185, size: 7 },
    );
    pen.text('Lieu :', 12, 172).line(22, 175, 70, 175, { dash: [0.3, 0.7] });
    pen.text('Date :', 75, 172).line(85, 175, 130, 175, { dash: [0.3, 0.7] });
    pen.text('Fonction officielle :', 12, 184).line(40, 187, 130, 187, { dash: [0.3, 0.7] });
    pen.text('Signature manuscrite :', 12, 196).line(44, 199, 130, 199, { dash: [0.3, 0.7] });
    pen.frame(140, 170, 56, 32).text('Sceau', 142, 171);
  },
  expected: {
    fields: columns(19, [
      ['name', 50],
      ['date_of_birth', 24],
      ['address', 50],
      ['signature', 38],
      ['office', 17],
    ]),
    rows: { count: 7, first: [12, 83, 186, 9.5] },
    header: ['text', 'postcode', 'city'],
    languages: ['fr'],
  },
};

const federalItalian: DrawnForm = {
  name: 'Swiss federal initiative in Italian, landscape, grey header cells',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Iniziativa popolare federale «Per un clima sano»', 14, 10, { size: 15, bold: true, width: 260 });
    pen.text(
      'I sottoscritti cittadini svizzeri aventi diritto di voto chiedono, in virtù degli articoli 34, 136, 139 e 194 della Costituzione federale, che la Costituzione sia modificata. Possono firmare la lista soltanto gli aventi diritto di voto nel Comune indicato.',
      14,
      22,
      { width: 268 },
    );
    pen.fill(14, 40, 268, 8, '#e8e8e8').grid(14, 40, [70, 48, 150], [8]);
    pen.text('Cantone:', 16, 42.5).text('NPA:', 86, 42.5).text('Comune politico:', 134, 42.5);
    const w: [string, number][] = [
      ['N.', 8],
      ['Cognome, nome\n(di proprio pugno e possibilmente in stampatello)', 78],
      ['Data di nascita esatta\n(giorno/mese/anno)', 40],
      ['Indirizzo\n(via e numero)', 66],
      ['Firma autografa', 52],
      ['Controllo\n(lasciare in bianco)', 24],
    ];
    pen.fill(14, 54, 268, 12, '#d0d0d0').grid(
      14,
      54,
      w.map((it) => it[1]),
      [12, ...repeat(8, 11)],
    );
    heads(pen, 14, 55.5, w);
    for (let k = 0; k < 8; k++) pen.text(`${k + 1}.`, 16, 70 + k * 11);
    pen.text(
      'È punibile secondo l’articolo 281 rispettivamente secondo l’articolo 282 del Codice penale svizzero chiunque si rende colpevole di corruzione attiva o passiva in relazione alla raccolta delle firme oppure falsifica il risultato della raccolta delle firme.',
      14,
      160,
      { width: 268, size: 7 },
    );
  },
  expected: {
    fields: columns(22, [
      ['name', 78],
      ['date_of_birth', 40],
      ['address', 66],
      ['signature', 52],
      ['office', 24],
    ]),
    rows: { count: 8, first: [14, 66, 268, 11] },
    header: ['text', 'postcode', 'city'],
    languages: ['it'],
  },
};

const supportB: DrawnForm = {
  name: 'European statement of support with document numbers, in French',
  size: [297, 210],
  draw: (pen) => {
    pen.text('FORMULAIRE DE DÉCLARATION DE SOUTIEN', 12, 8, { size: 13, bold: true, width: 270, align: 'center' });
    pen.text(
      '1. Tous les signataires figurant sur le présent formulaire sont titulaires d’un numéro d’identification personnel ou d’un document d’identification de :',
      12,
      18,
      { width: 270 },
    );
    ['BE', 'BG', 'CZ', 'DK', 'EE', 'ES', 'FR', 'IT'].forEach((code, k) => {
      pen.frame(14 + k * 20, 25, 3, 3).text(code, 18.5 + k * 20, 25);
    });
    pen.text(
      '2. Numéro d’enregistrement de la Commission européenne : ECI(2026)000004   3. Dates du début et de la fin de la période de collecte : 1.9.2026 – 1.9.2027',
      12,
      32,
      { width: 270 },
    );
    pen.text('À COMPLÉTER PAR LES SIGNATAIRES EN LETTRES CAPITALES :', 12, 44, { bold: true });
    pen.text(
      '«Je soussigné/e certifie que les informations fournies dans ce formulaire sont exactes et que je n’ai pas encore soutenu la présente initiative.»',
      12,
      49,
      { width: 270 },
    );
    const w: [string, number][] = [
      ['PRÉNOMS COMPLETS', 50],
      ['NOMS DE FAMILLE', 50],
      ['NUMÉRO D’IDENTIFICATION PERSONNEL / NUMÉRO DU DOCUMENT D’IDENTIFICATION', 58],
      ['TYPE DE DOCUMENT D’IDENTIFICATION', 40],
      ['DATE', 30],
      ['SIGNATURE (1)', 44],
    ];
    pen.grid(
      12,
      58,
      w.map((it) => it[1]),
      [14, ...repeat(7, 12)],
      { width: 0.25 },
    );
    heads(pen, 12, 60, w);
    pen.text(
      '(1) La signature n’est pas obligatoire si le formulaire est envoyé par voie électronique. Déclaration de confidentialité : conformément au règlement général sur la protection des données, vos données à caractère personnel fournies dans ce formulaire ne serviront qu’à soutenir l’initiative et seront mises à la disposition des autorités nationales compétentes.',
      12,
      170,
      { width: 270, size: 6.5 },
    );
  },
  expected: {
    fields: columns(12, [
      ['given_name', 50],
      ['family_name', 50],
      ['number', 58],
      ['text', 40],
      ['date', 30],
      ['signature', 44],
    ]),
    rows: { count: 7, first: [12, 72, 272, 12] },
    languages: ['fr'],
  },
};

const volksbegehren: DrawnForm = {
  name: 'German petition for a referendum: running numbers, address in one cell, remarks of the authority',
  size: [297, 210],
  draw: (pen) => {
    pen.text('Unterschriftenliste für den Antrag auf Zulassung des Volksbegehrens', 12, 10, {
      size: 13,
      bold: true,
      width: 260,
    });
    pen.text('„Bezahlbarer Nahverkehr für alle“', 12, 17, { size: 13, bold: true, width: 260 });
    pen.text(
      'Ich unterstütze mit meiner Unterschrift den Antrag auf Zulassung des oben genannten Volksbegehrens. Jede stimmberechtigte Person darf nur einmal unterschreiben. Alle Angaben sind eigenhändig und leserlich einzutragen, sonst ist die Eintragung ungültig.',
      12,
      26,
      { width: 270 },
    );
    const w: [string, number][] = [
      ['Lfd. Nr.', 10],
      ['Familienname', 42],
      ['Vorname(n)', 38],
      ['Tag der Geburt', 26],
      ['Anschrift der Hauptwohnung\n(Straße, Hausnummer, PLZ, Ort)', 72],
      ['Datum der Unterschrift', 24],
      ['Persönliche und handschriftliche Unterschrift', 38],
      ['Vermerke der Gemeindebehörde', 22],
    ];
    pen.grid(
      12,
      42,
      w.map((it) => it[1]),
      [14, ...repeat(10, 10)],
    );
    heads(pen, 12, 43.5, w);
    for (let k = 0; k < 10; k++) pen.text(`${k + 1}`, 15, 59 + k * 10);
    pen.text(
      'Informationen zum Datenschutz: Die mit Ihrer Unterstützungsunterschrift angegebenen personenbezogenen Daten werden nach Artikel 6 DSGVO nur zum Nachweis der erforderlichen Zahl der Unterschriften verarbeitet. Verantwortlich ist die Vertrauensperson.',
      12,
      170,
      { width: 270, size: 6.5 },
    );
  },
  expected: {
    fields: columns(22, [
      ['family_name', 42],
      ['given_name', 38],
      ['date_of_birth', 26],
      ['address', 72],
      ['date', 24],
      ['signature', 38],
      ['office', 22],
    ]),
    rows: { count: 10, first: [12, 56, 272, 10] },
    languages: ['de'],
  },
};

const referendum: DrawnForm = {
  name: 'Italian referendum: name over birth, town, document, signature, certificate number',
  size: [297, 210],
  draw: (pen) => {
    pen.text('RICHIESTA DI REFERENDUM POPOLARE', 12, 9, { size: 14, bold: true, width: 270, align: 'center' });
    pen.text(
      'I sottoscritti cittadini italiani, iscritti nelle liste elettorali del Comune a fianco di ciascuno indicato, richiedono che sia indetto un referendum popolare ai sensi dell’articolo 75 della Costituzione e della legge 25 maggio 1970 n. 352.',
      12,
      18,
      { width: 270 },
    );
    const w: [string, number][] = [
      ['N.', 8],
      ['COGNOME E NOME', 62],
      ['LUOGO E DATA DI NASCITA', 50],
      ['COMUNE DI ISCRIZIONE NELLE LISTE ELETTORALI', 52],
      ['DOCUMENTO DI RICONOSCIMENTO', 36],
      ['FIRMA', 44],
      ['N. di iscrizione nelle liste elettorali\n(riservato al Comune)', 20],
    ];
    pen.grid(
      12,
      34,
      w.map((it) => it[1]),
      [14, ...repeat(9, 12)],
      { width: 0.3 },
    );
    heads(pen, 12, 35.5, w, 6.5);
    for (let k = 0; k < 9; k++) pen.text(`${k + 1}`, 14.5, 52 + k * 12);
    pen.text(
      'AUTENTICAZIONE DELLE FIRME: Io sottoscritto certifico che sono autentiche le firme sopra apposte, in numero di ........ , dei cittadini elettori sopra indicati. Luogo .................. Data .................. Firma e qualifica del pubblico ufficiale ........................................',
      12,
      165,
      { width: 270, size: 7 },
    );
  },
  expected: {
    fields: columns(20, [
      ['name', 62],
      ['date_of_birth', 50],
      ['city', 52],
      ['number', 36],
      ['signature', 44],
      ['office', 20],
    ]),
    rows: { count: 9, first: [12, 48, 272, 12] },
    header: [],
    languages: ['it'],
  },
};

const popularInitiative: DrawnForm = {
  name: 'Spanish legislative initiative: two lines of headings, province and town over the table',
  size: [210, 297],
  draw: (pen) => {
    pen.text('INICIATIVA LEGISLATIVA POPULAR', 12, 12, { size: 15, bold: true, width: 186, align: 'center' });
    pen.text('por una vivienda digna', 12, 19, { size: 13, width: 186, align: 'center' });
    pen.text(
      'Los firmantes de este pliego, ciudadanos españoles mayores de edad que se encuentran inscritos en el censo electoral, apoyan con su firma la proposición de ley que figura al dorso.',
      12,
      29,
      { width: 186 },
    );
    pen.text('Provincia:', 12, 44).line(28, 47, 80, 47);
    pen.text('Municipio:', 86, 44).line(103, 47, 150, 47);
    pen.text('Pliego n.º:', 156, 44).line(173, 47, 198, 47);
    const w: [string, number][] = [
      ['N.º', 9],
      ['NOMBRE Y APELLIDOS', 62],
      ['D.N.I.', 26],
      ['FECHA DE NACIMIENTO', 25],
      ['MUNICIPIO DE INSCRIPCIÓN EN EL CENSO', 34],
      ['FIRMA', 30],
    ];
    pen.grid(
      12,
      54,
      w.map((it) => it[1]),
      [12, ...repeat(14, 10)],
    );
    heads(pen, 12, 55.5, w, 6.5);
    for (let k = 0; k < 14; k++) pen.text(`${k + 1}`, 15, 69 + k * 10);
    pen.text(
      'Protección de datos: los datos personales se tratarán únicamente para la tramitación de la iniciativa conforme al Reglamento (UE) 2016/679; el responsable del tratamiento es la Comisión Promotora.',
      12,
      215,
      { width: 186, size: 6.5 },
    );
  },
  expected: {
    fields: columns(21, [
      ['name', 62],
      ['number', 26],
      ['date_of_birth', 25],
      ['city', 34],
      ['signature', 30],
    ]),
    rows: { count: 14, first: [12, 66, 186, 10] },
    header: ['text', 'city', 'number'],
    languages: ['es'],
  },
};

const burgerinitiatief: DrawnForm = {
  name: 'Dutch citizens’ initiative: postcode and town in one cell, initials',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Steunbetuiging burgerinitiatief', 14, 14, { size: 16, bold: true });
    pen.text(
      'Ondergetekenden steunen het voorstel om het onderwerp op de agenda van de Tweede Kamer te plaatsen. Zij verklaren dat zij de Nederlandse nationaliteit hebben en achttien jaar of ouder zijn.',
      14,
      26,
      { width: 182 },
    );
    const w: [string, number][] = [
      ['Achternaam en voorletters', 46],
      ['Adres', 46],
      ['Postcode en woonplaats', 40],
      ['Geboortedatum', 22],
      ['Handtekening', 28],
    ];
    pen.fill(14, 44, 182, 9, '#e67300');
    let x = 14;
    for (const [text, width] of w) {
      pen.text(text, x + 1, 46.5, { width: width - 2, bold: true, colour: 'white', size: 7.5 });
      x += width;
    }
    for (let k = 0; k <= 15; k++) pen.line(14, 53 + k * 11, 196, 53 + k * 11, { colour: '#e67300', width: 0.25 });
    x = 14;
    for (const width of [0, ...w.map((it) => it[1])]) {
      x += width;
      pen.line(x, 53, x, 53 + 15 * 11, { colour: '#e67300', width: 0.25 });
    }
    pen.text(
      'Uw persoonsgegevens worden uitsluitend gebruikt voor dit burgerinitiatief en na afloop vernietigd. De verwerking gebeurt volgens de AVG.',
      14,
      232,
      { width: 182, size: 7 },
    );
  },
  expected: {
    fields: columns(14, [
      ['name', 46],
      ['address', 46],
      ['address', 40],
      ['date_of_birth', 22],
      ['signature', 28],
    ]),
    rows: { count: 15, first: [14, 53, 182, 11] },
    languages: ['nl'],
  },
};

const nominating: DrawnForm = {
  name: 'US nominating petition: signature beside printed name, date in three cells, no heading cells for numbers',
  size: [215.9, 355.6],
  draw: (pen) => {
    pen.text('NOMINATING PETITION', 12, 12, { size: 14, bold: true, width: 190, align: 'center' });
    pen.text('(Qualifying voters of the county)', 12, 19, { size: 9, width: 190, align: 'center' });
    pen.text(
      'We, the undersigned, registered and qualified voters of the County of ______________, State of Ohio, nominate the person named above as a candidate. WARNING: a person who knowingly signs this petition more than once is violating the election law.',
      12,
      27,
      { width: 190 },
    );
    const w: [string, number][] = [
      ['', 8],
      ['SIGNATURE', 48],
      ['PRINTED NAME', 42],
      ['STREET ADDRESS OR RURAL ROUTE', 50],
      ['ZIP CODE', 16],
    ];
    pen.grid(12, 44, [8, 48, 42, 50, 16], [14, ...repeat(12, 15)]);
    heads(pen, 12, 48, w);
    pen.grid(176, 44, [28], [7]).grid(176, 51, [9, 9, 10], [7, ...repeat(12, 15)]);
    pen.text('DATE OF SIGNING', 177, 46, { size: 6.5, width: 27 });
    pen.text('MO.', 177, 53, { size: 6 }).text('DAY', 186, 53, { size: 6 }).text('YEAR', 195, 53, { size: 6 });
    for (let k = 0; k < 12; k++) pen.text(`${k + 1}.`, 14, 64 + k * 15);
  },
  expected: {
    fields: columns(20, [
      ['signature', 48],
      ['name', 42],
      ['address', 50],
      ['postcode', 16],
      ['date', 28],
    ]),
    rows: { count: 12, first: [12, 58, 192, 15] },
    languages: ['en'],
  },
};

const british: DrawnForm = {
  name: 'British council petition on narrow rules, address with postcode in one cell',
  size: [210, 297],
  draw: (pen) => {
    pen.text('Petition to Riverside Borough Council', 14, 12, { size: 16, bold: true });
    pen.text('We, the undersigned, petition the council to reopen the public toilets in the market square.', 14, 22, {
      width: 180,
    });
    pen.text('Lead petitioner:', 14, 32).line(42, 35, 110, 35, { width: 0.15 });
    const w: [string, number][] = [
      ['Print name', 44],
      ['Address\n(including postcode)', 70],
      ['Signature', 42],
      ['Date', 26],
    ];
    pen.grid(
      14,
      42,
      w.map((it) => it[1]),
      [10, ...repeat(20, 9)],
      { width: 0.1, colour: '#666666' },
    );
    heads(pen, 14, 43.2, w, 7.5);
    pen.text(
      'Your personal information will only be used to check that the petition is valid, in line with the Data Protection Act 2018 and the UK GDPR. See our privacy notice.',
      14,
      240,
      { width: 180, size: 7 },
    );
  },
  expected: {
    fields: columns(14, [
      ['name', 44],
      ['address', 70],
      ['signature', 42],
      ['date', 26],
    ]),
    rows: { count: 20, first: [14, 52, 182, 9] },
    header: ['name'],
    languages: ['en'],
  },
};

export const OFFICIAL_FORMS: readonly DrawnForm[] = [
  federalFrench,
  federalItalian,
  supportB,
  volksbegehren,
  referendum,
  popularInitiative,
  burgerinitiatief,
  nominating,
  british,
];
