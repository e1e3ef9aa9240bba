/**
 * What printed headings are called in French, German, Italian, English, Spanish and Dutch: general vocabulary of forms.
 * Written folded (lower case, no accents, ß as ss). A phrase is a sequence of words; `*` at its end allows any ending.
 */

export type HeadingConcept =
  | 'family'
  | 'given'
  | 'name'
  | 'given_or_name'
  | 'full_name'
  | 'email'
  | 'phone'
  | 'postcode'
  | 'city'
  | 'country'
  | 'street'
  | 'residence'
  | 'birth'
  | 'date'
  | 'signature'
  | 'office'
  | 'line_number'
  | 'document'
  | 'number'
  | 'choice'
  | 'plain';

/** Phrases separated by commas. */
function list(phrases: string): readonly string[] {
  return phrases.split(',').map((it) => it.trim().replace(/\s+/g, ' '));
}

/** Longer phrases are looked for first and hide the words they consist of. */
export const HEADING_PHRASES: Record<HeadingConcept, readonly string[]> = {
  family: list(`
    nom de famille, noms de famille, nom de naissance, nom d usage, nom patronymique, familienname*, nachname*, zuname*, geburtsname, cognome,
    cognomi, surname*, last name*, family name*, birth name, apellido*, primer apellido, segundo apellido, achternaam, achternamen, familienaam,
    geslachtsnaam, patronyme, nom marital, nom de jeune fille, nom d epouse, nom de naissance et d usage, name gemass ausweis, ledigname,
    madchenname, nachn, cognome di nascita, cognome da nubile, maiden name, second name, secondname, 1er apellido, 2 apellido, apell,
    meisjesnaam, familienamen, naam familie`),
  given: list(`
    prenom*, vorname*, rufname*, first name*, full first names, given name*, forename*, christian name, voorna*, roepnaam, nombre de pila,
    voorletter*, initialen, initiales, initials, iniziali, iniciales, prenoms usuels, vorn, alle vornamen, nome di battesimo, firstname*,
    givenname*, middle name, nombre propio, voornamen voluit`),
  given_or_name: list(`
    nome, nomi, nombre, nombres`),
  name: list(`
    nom, noms, name, names, namen, naam, nominativo, nombre del firmante, signataire, unterzeichner*, unterzeichnende*, firmatario, firmante,
    signatory, signatories, signer, petitioner, lead petitioner, principal petitioner, petitionnaire, ondertekenaar`),
  full_name: list(`
    nom complet, full name*, printed name*, print name*, name printed, vollstandiger name, vor und nachname*, vor und zuname*, vor und
    familienname*, nombre completo, volledige naam, nome completo, name of signer, name of voter, name of elector, signer s name, voter s name,
    first and last name*, your name, prenom nom, nom prenom*, name vorname*, cognome nome, cognome e nome, nome e cognome, nombre y apellido*,
    apellido* y nombre*, nom et prenom*, noms et prenoms, prenom et nom, nom prenoms, nom de famille et prenom*, name and surname, surname and
    name, surname and first name*, surname and forename*, first name and surname, name in block letters, name in capitals, name in full, name
    und vorname*, vorname und name, vorname name, vorname nachname, nachname vorname, familienname und vorname, familienname vorname, achternaam
    en voorletters, achternaam en voornaam, naam en voorletters, naam voornaam, voorletters en achternaam, voor en achternaam, apellidos nombre,
    name voter, nome cognome, generalita, nombre apellidos`),
  email: list(`
    e mail*, email*, mail, mel, courriel*, adresse electronique, adresse mail, adresse e mail, adresse email, adresse de messagerie, courrier
    electronique, mailadresse, e mail adresse, email address, e mail address, indirizzo e mail, indirizzo email, posta elettronica, correo
    electronico, correo, e mailadres, emailadres, mail adresse, courriels, adr electronique, adresse courriel, e mailadresse, elektronische
    adresse, indirizzo di posta elettronica, indirizzo elettronico, direccion de correo, direccion electronica, correo e, e post, mail address`),
  phone: list(`
    tel, telephone*, telefon*, portable, mobile, mobil, mobilnummer, handy*, natel, phone*, cell, gsm, cellulare, recapito telefonico, movil,
    telefoonnummer, numero de telephone, phone number, telephon, tel nr, tel no, telefonnr, telefonnr*, rufnummer, handynummer, festnetz, fixe,
    gsm nummer, numero de portable, tel portable, contact number, daytime phone, cell phone, mobile number, numero di telefono, recapito,
    telefono*, tfno, tlf, telf, telefoon*, mobiele nummer, mobiel`),
  postcode: list(`
    code postal, codes postaux, cp, c p, npa, no postal, n postal, numero postal, plz, postleitzahl*, cap, codice postale, codice di avviamento
    postale, postcode*, post code, postal code, zip, zip code, zipcode, codigo postal, c postal, nr postal, nr postale, cod
    postal, code po, postal, postale, plz nr, post leitzahl, cod postale, c a p, numero postale, numero d avviamento, n p a, zip postal code,
    pc, eircode, cpostal, d p, distrito postal, post nr, postnummer`),
  city: list(`
    ville*, commune*, localite*, lieu, wohnort*, ort, ortschaft, stadt, gemeinde, politische gemeinde, citta, comune*, localita, luogo, city*,
    town*, municipality, village, place, ciudad*, municipio*, poblacion, localidad*, plaats*, woonplaats*, gemeente, stad, post town, localite
    de domicile, commune de residence, commune de domicile, commune d inscription, commune politique, ville de residence, domicile politique,
    wohngemeinde, politische wohngemeinde, wohn ort, stadt gemeinde, ortsteil, comune di residenza, comune di iscrizione, comune politico, citta
    di residenza, town or city, city or town, city town village, township, borough, village town city, municipio de inscripcion, municipio de
    residencia, poblacion*, gemeente van inschrijving, woongemeente, plaatsnaam`),
  country: list(`
    pays, land, staat, paese, stato, country*, pais, pays de residence, land des wohnsitzes, paese di residenza, country of residence, pais de
    residencia, land van verblijf, wohnsitzland`),
  street: list(`
    rue, adresse*, voie, strasse*, str, anschrift*, wohnadresse*, wohnanschrift*, hausnummer*, hausnr*, via, indirizzo, street*, address*, house
    number, calle, direccion, straat*, adres, huisnummer, postadres, postadresse, numero civico, adr, n et rue, numero et rue, no et rue, nr et
    rue, rue et no, rue et nr, rue et numero, rue n, voie et numero, adresse exacte, adresse du domicile, adresse personnelle, adresse postale,
    strasse nr, strasse und nr, str nr, strassenname, hausnr, haus nr, haus nummer, hauptwohnung*, wohnanschrift, wohnhaft in, wohnadr,
    meldeadresse, via e numero, via piazza, via e n, via nr, recapito postale, residenza e indirizzo, n civico, number and street, street and
    number, street name, house no, house nr, house number*, road, avenue, flat, post address, postal address, mailing address, residential
    address, home address, dir, direc, direccion postal, calle y numero, calle y n, calle n, via publica, straatnaam, straat en nr, straat en
    nummer, straat nr, huisnr, huis nr, bus`),
  residence: list(`
    residence*, residence address, domicile*, wohnsitz*, residenza, domicilio, residencia, permanent residence, verblijfplaats, home, lieu de
    residence, residence permanente, residence principale, permanent residence*, place of residence, wohnsitz, standiger wohnsitz, residente a,
    residente in, residente en, luogo di residenza, residenza anagrafica, lugar de residencia, domicilio actual, vaste verblijfplaats,
    hoofdverblijfplaats, domiciliato*`),
  birth: list(`
    date de naissance, ne e le, ne le, naissance, annee de naissance, geburtsdatum*, geb datum, geburtstag*, geburtsjahr*, geboren*, geb,
    jahrgang, data di nascita, nascita, nacido*, nacida*, nato*, nata, anno di nascita, date of birth, birth date, birthdate, dob, born, year of
    birth, fecha de nacimiento, f nacimiento, nacimiento, geboortedatum*, geboren op, date et lieu de naissance, date naissance, date de nais,
    date de naiss, d naissance, ne en, nee le, ne nee le, tag der geburt, geburt, geb dat, geburts datum, geburtsd, geburtsdat*, luogo e data di
    nascita, nato a, nata a, nato il, data nascita, d di nascita, birth, birthday, born on, d o b, day of birth, place and date of birth, date
    and place of birth, lugar y fecha de nacimiento, fecha nacimiento, fecha de nac, fecha nac, f nac, f de nacimiento, ano de nacimiento,
    geboorte*, geboortejaar, geboren`),
  date: list(`
    date de signature, date de la signature, datum der unterschrift, datum der unterzeichnung, data della firma, data di firma, data di
    sottoscrizione, date of signature, fecha de firma, fecha de la firma, datum van ondertekening, datum handtekening, date*, datum, data,
    fecha, date signed, date of signing, jour, day, month, year, date du jour, date d adhesion, fait le, signe le, datum unterschrift, datum
    unterzeichnung, datum des eintrags, tag der unterschrift, tag der unterzeichnung, unterschriftsdatum, data firma, data sottoscrizione, date
    of adherence, day of signing, signing date, signature date, fecha firma, fecha de adhesion, datum van de handtekening, mois, annee, tag,
    monat, jahr, giorno, mese, anno, dia, mes, ano, dag, maand, jaar, mo`),
  signature: list(`
    signature*, signatur, signe, unterschrift*, visum, firma*, sottoscrizione, sign here, sign, signed, rubrica, handtekening*, paraphe, paraaf,
    firma autografa, eigenhandige unterschrift, signature du signataire, emargement, griffe, signature olographe, unterschr, unterschriften,
    handzeichen, namenszug, handschriftliche unterschrift, personliche und handschriftliche unterschrift, firma leggibile, firma per esteso,
    firma manoscritta, signature or mark, signed by, signature of voter, firma manuscrita, rubrica y firma, handtek, ondertekening, handtekening ondertekenaar,
    handtekening van de ondertekenaar, handtekening petitionaris, unterschrift des unterzeichners, unterschrift der unterzeichnenden,
    firma del firmatario, firma del sottoscrittore, firma del firmante, signature of signatory, signature of petitioner, signature of signer,
    signature du petitionnaire`),
  office: list(`
    vak voor, voor de gemeente, door de gemeente, a remplir par, reserve a la commune, reserve a la mairie, pour la commune, von der gemeinde
    auszufullen, fur die gemeinde, nur fur die gemeinde, von der behorde auszufullen, riservato al comune, per il comune, a cura del comune, da
    compilare a cura, para el ayuntamiento, reservado al ayuntamiento, a rellenar por, to be completed by, for the clerk, for the council, do
    not fill, controle, controles, a laisser en blanc, laisser en blanc, laisser libre, laisser vide, ne pas remplir, ne rien inscrire, reserve
    a l administration, reserve a, reserve au, usage interne, usage officiel, kontrolle*, leer lassen, freilassen, nicht ausfullen, bitte
    freilassen, amtlich*, prufvermerk*, prufung, vermerk*, nur fur amtlichen gebrauch, behorde, controllo, lasciare in bianco, lasciare libero,
    lasciare vuoto, non compilare, riservato a, riservato all ufficio, spazio riservato, uso interno, for official use, official use, official,
    official use only, office use, office use only, for office use, leave blank, do not write, clerk, clerk use, verified, check, para uso
    oficial, uso oficial, dejar en blanco, no rellenar, no escribir, reservado, leeg laten, niet invullen, controle vakje, in te vullen door,
    voor intern gebruik, certification*, certificat, certificazione elettorale, reserve commune, reserve mairie, reserve administration, reserve
    aux autorites, reserve au controle, cadre reserve, zone reservee, partie reservee, visa de la commune, visa mairie, verification, verifie,
    validation, valide, ne pas ecrire, ne rien ecrire, laisser blanc, en blanc, nicht beschreiben, nicht beschriften, nicht auszufullen, vom amt
    auszufullen, von amtes wegen, amt, amtl*, amtsvermerk*, amts*, stimmberechtigt*, behordenvermerk, fur behordliche*, gultig, gultigkeit, bescheinigung*, stimmrecht*, gepruft, bitte
    leer lassen, bitte nicht ausfullen, bitte nicht beschreiben, vermerke der gemeinde*, prufvermerke, nur fur die behorde, verifica,
    verificato, convalida, non scrivere, da lasciare in bianco, spazio per il comune, riservato comune, per uso ufficio, riservato ufficio, n
    iscrizione liste elettorali, for clerk, clerk only, clerks use, board of elections, registrar use, for county use, county use only, for
    administrative use, admin use, staff use, internal use, do not mark, leave empty, validated, valid, checked, verification code, a
    cumplimentar por, no cumplimentar, dejar vacio, espacio reservado, verificacion, comprobacion, validez, niet beschrijven, leeglaten,
    openlaten, open laten, bestemd voor, controlevak, geldig`),
  line_number: list(`
    n, nr, no, num, numero, lfd nr, laufnummer, ifd nr, line, ligne, nummer, riga, linea, regel, row, #, ligne n, nr crt, nr ord, n ord, no d
    ordre, n d ordre, nr d ordre, numero d ordre, ordre, lfd, laufende nummer, ltd nr, lid nr, fortlaufende nr, zeile, num ord, n progr, progr,
    n prog, item, line no, line number, n orden, n de orden, orden, volgnr, volgnummer, pos`),
  document: list(`
    passport*, passeport, reisepass*, personalausweis*, ausweis*, carte d identite, piece d identite, documento*, document*, carta d identita,
    dni, nie, nif, dni nie, identification number, personal identification number, personal identification, id number, id no, voter id,
    registration number, ahv nummer, numero avs, no avs, codice fiscale, tessera elettorale, rijksregisternummer, bsn, numero de identificacion,
    numero d identification, matricule, membership number, mitgliedsnummer, identity card*, id card*, identity document*, identification*,
    identity number, national id*, national insurance, ni number, ssn, social security*, voter number, voter registration, registration no,
    driver s license*, driving licence*, licence number, pass nr, passnummer, reisepassnummer, ausweisnr, ausweisnummer, personalausweis nr,
    identitatskarte*, id nr, ahv nr, carte nationale d identite, cni, n de piece, n piece, numero de piece, no de piece, n passeport, registre
    national, numero national, nr national, nn, document d identite, documento di riconoscimento, documento d identita, estremi documento,
    estremi del documento, n documento, tessera n, n tessera, cod fiscale, documento de identidad, d n i, n documento de identidad, n i f, n i
    e, identiteitskaart*, identiteitsbewijs, rijksregister*, burgerservicenummer, documentnummer, id kaart*, mitglieds nr, mitgliedsnr, no de
    membre, numero de membre, numero de socio, n socio, lidnummer`),
  number: list(`
    age, alter, eta, edad, leeftijd, montant, betrag, amount, importo, nombre de, anzahl, montant du don, don en euros, spende, donation,
    donazione, donativo, donatie, anni, ans, jahre, nombre de signatures, anzahl unterschriften, numero firme, numero di firme, number of
    signatures, numero de firmas, aantal handtekeningen, aantal, pliego*, n de pliego, liste n, liste nr, list no, list number, listennummer,
    listen nr, feuille n, feuille nr, sheet no, sheet number, page, blatt, blatt nr, bogen nr, foglio n, foglio nr, modulo n, lijst nr,
    lijstnummer`),
  choice: list(`
    oui, non, ja, nein, yes, opt in, newsletter, tenir informe*, informations, updates, keep me informed, informieren, informiert, infos,
    informacion, informazioni, contact me, consent, einwilligung, zustimmung, accord, consenso, consentimiento, toestemming, civilite, anrede,
    sexe, geschlecht, gender, sesso, sexo, geslacht, mme, frau, restons en contact, je souhaite*, je desire*, j accepte, ja ich, recevoir*,
    informez moi, info, infolettre, lettre d information, bulletin, actualites, inscription newsletter, ich mochte*, infomail, infobrief,
    rundbrief, infos erhalten, kontakt, weitere infos, desidero*, voglio ricevere, notizie, notiziario, bollettino, aggiornamenti, tick*, tick
    here, stay in touch, stay informed, keep in touch, more info*, mailing list, opt out, subscribe, join us, volunteer, member, deseo*, quiero
    recibir, boletin, recibir informacion, houd mij op de hoogte, op de hoogte, nieuwsbrief, informatie, sig, sig ra, herr, mr, mrs, ms, m mme,
    mme m, mme mlle m, titre, titel, titolo, tratamiento, aanhef, title, h f, m f, f h, m w, w m`),
  plain: list(`
    canton, kanton, cantone, profession, beruf, professione, occupation, profesion, beroep, fonction, funktion, funzione, qualite,
    organisation*, association, verein, county, state, province, provincia, provincie, region, departement, department, district, precinct,
    ward, bezirk, kreis, nationalite, nationality, nationalitat, staatsangehorigkeit, nazionalita, nacionalidad, nationaliteit, remarque*,
    bemerkung*, comment*, commentaire*, osservazioni, observaciones, opmerkingen, collecteur, collectrice, sammler*, collector, circulator,
    raccoglitore, section, sektion, groupe, lieu de naissance, place of birth, luogo di nascita, geburtsort, lugar de nacimiento,
    geboorteplaats, heimatort, apartment, apt, unit, seccion, mesa, distrito, type de document*, type de document d identification, type de document d identite, tipo di documento d identita, tipo di documento di identificazione, art des ausweisdokuments, tipo de documento de identidad, tipo de documento de identificacion, type of identification document, type of identity document, soort identiteitsbewijs, document type, identification document type, personal identification document type, cittadinanza, citizenship, ciudadania, prov, type de piece*, nature de la piece, nature du
    document, art des ausweis*, art des dokuments, ausweisart, dokumentenart, tipo di documento, tipo documento, tipo de documento, type of
    document, type of identification, document type, id type, soort document, type document, pays de nationalite, burgerschaft, heimat*,
    burgerort, lieu d origine, attinenza, metier, etat civil, zivilstand, stato civile, civil status, estado civil, burgerlijke staat, employer,
    employeur, arbeitgeber, message, mitteilung, nachricht, messaggio, mensaje, bericht, congressional district, parish, constituency,
    circonscription, wahlkreis, circoscrizione, circunscripcion, kiesdistrict, quartier, stadtteil, quartiere, barrio, buurt, wijk, school,
    ecole, schule, classe, klasse, collecte par, collecte*, recolte par, gesammelt von, raccolto da, collected by, recogido por, verzameld door,
    rilasciato da, delivre par, ausgestellt von, issued by, nom de la liste, organization, ngo, verband, ente`),
};

/** Words that make a line the printed example. */
export const EXAMPLE_WORDS = [
  'exemple',
  'beispiel',
  'muster',
  'mustermann',
  'esempio',
  'example',
  'sample',
  'specimen',
  'ejemplo',
  'voorbeeld',
  'bsp',
];

/** Words of data-protection and legal notices. */
export const NOTICE_WORDS = list(`
  donnees, rgpd, personnelles, traitement, confidentialite, vie privee, mentions legales, rectification, cnil, datenschutz, daten, dsgvo,
  personenbezogen, verarbeitung, verarbeitet, dati personali, trattamento, privacy, gdpr, data protection, personal data, processed, consent,
  informativa, regolamento, proteccion de datos, datos personales, tratamiento, persoonsgegevens, gegevens, verwerking, avg, punissable,
  strafbar, punibile, code penal, strafgesetzbuch, codice penale, felony, misdemeanor, offence, warning, penalty, donnees recueillies,
  informations recueillies, informations vous concernant, protection des donnees, droit d acces, droit d opposition, reglement general,
  reglement ue, responsable du traitement, responsable de traitement, informatique et libertes, fichier informatise, consentement, politique
  de confidentialite, loi federale sur la protection, corruption, dsg, datenschutzerklarung, erhobenen daten, ihre daten, meine daten, angaben
  werden, auskunft, berichtigung, loschung, widerruf, widerrufen, einwilligung, verantwortlich, personendaten, weitergegeben,
  datenschutzgesetz, bestechung, bestechen, trattati, dati raccolti, protezione dei dati, titolare del trattamento, diritto di accesso,
  rettifica, cancellazione, consenso, corruzione, information collected, your information, your data, your details, data protection act,
  privacy notice, privacy policy, privacy statement, unsubscribe, controller, correct or delete, third parties, datos recogidos, sus datos,
  ley organica, responsable del tratamiento, derechos de acceso, supresion, consentimiento, privacidad, confidencialidad, verzamelde gegevens,
  uw gegevens, persoonlijke gegevens, recht op inzage, verwijdering, verbetering, verwerkt, verantwoordelijk, toestemming, privacyverklaring,
  strafrechtelijk, imprisonment, perjury, guilty, violating, election law`);

/** The commonest short words, which tell languages apart. */
export const LANGUAGE_WORDS: Record<string, ReadonlySet<string>> = {
  fr: words(`le la les l de d en a des du et est une dans pour que qui sur par au aux avec nous vous cette leur ses sont ou ne
    pas il elle ils elles se je ce on plus`),
  de: words(`der die das und ist ein eine den dem des von mit fur auf sich nicht zu im wir sie werden oder bei aus wird als auch
    es ich ihre einer`),
  it: words(`no il lo gli la le i a e in della del dei delle che per con sono nel alla questo una di e non si da al ai dal come
    anche alle`),
  en: words(`no yes our keep save the of and to in is for that with this are be by on we as at from you your have will not or it
    their all who`),
  es: words(`el los las de la a y o del que en con por para una es se al como su no y lo sus este esta ante mas`),
  nl: words(`de het een van en in is dat op te voor met zijn die aan niet wij naar wordt door deze om er ook als uw bij worden
    hebben`),
};

/** Words that stand on forms, and whose they are alone: headings say in which languages a sheet speaks. */
const FORM_WORDS: Record<string, ReadonlySet<string>> = {
  fr: words(`nom prenom prenoms ville rue adresse naissance localite npa signature courriel pays domicile commune canton telephone
    profession age pays controle`),
  de: words(`name vorname vornamen nachname strasse unterschrift geburtsdatum ort wohnort plz land anschrift gemeinde kanton
    datum beruf alter telefon postleitzahl hausnummer kontrolle`),
  it: words(`cognome nome firma indirizzo nascita comune paese citta cap data via localita cantone professione eta npa telefono
    controllo`),
  en: words(
    `name first last surname address date signature town city postcode zip country birth phone age occupation email street`,
  ),
  es: words(`nombre apellidos firma fecha direccion nacimiento ciudad poblacion pais municipio localidad domicilio correo telefono
    edad profesion provincia dni`),
  nl: words(`naam voornaam achternaam handtekening woonplaats geboortedatum straat postcode adres land datum telefoon gemeente
    plaats leeftijd beroep huisnummer`),
};

export const HEADING_LANGUAGE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(FORM_WORDS)
    .flatMap((list) => [...list])
    .map((word) => [word, Object.keys(FORM_WORDS).filter((it) => FORM_WORDS[it]!.has(word))]),
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
