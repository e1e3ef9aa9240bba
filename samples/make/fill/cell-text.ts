/** What a writer puts into a cell: the person's particulars under the writer's habits. */
import type { FormField } from '../../../src/domain/form.ts';
import type { Writer } from '../hands/writer.ts';
import type { Person } from '../people.ts';
import type { Rng } from '../random.ts';

export interface CellText {
  /** As it stands on the paper. */
  paper: string;
  /** What a careful clerk would store. */
  stored: string;
}

const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];
const OCCUPATIONS = [
  'retraitée',
  'étudiant',
  'infirmière',
  'enseignant',
  'artisan',
  'sans emploi',
  'médecin',
  'ouvrier',
  'employée',
  'libraire',
];

const unaccented = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

function inCase(writer: Writer, text: string, letterCase: 'upper' | 'mixed'): string {
  if (letterCase === 'upper') {
    const upper = text.replaceAll('œ', 'oe').toUpperCase();
    return writer.habits.accentsOnCapitals ? upper : unaccented(upper);
  }
  return writer.habits.dropsAccents ? unaccented(text) : text;
}

function cityText(writer: Writer, city: string): string {
  let text = city;
  if (writer.habits.abbreviatesSaint) text = text.replace(/\bSaint(e?)(?=[- ])/g, 'St$1');
  if (writer.habits.dropsHyphens) text = text.replaceAll('-', ' ');
  return inCase(writer, text, writer.habits.city);
}

function dateText(writer: Writer, { day, month, year }: Person['birth']): CellText {
  const two = (n: number) => String(n).padStart(2, '0');
  const stored = `${year}-${two(month)}-${two(day)}`;
  switch (writer.habits.date) {
    case 'dot':
      return { paper: `${two(day)}.${two(month)}.${year}`, stored };
    case 'dash':
      return { paper: `${two(day)}-${two(month)}-${year}`, stored };
    case 'short':
      return { paper: `${day}/${month}/${two(year % 100)}`, stored };
    case 'words':
      return { paper: `${day} ${unaccented(MONTHS[month - 1]!)} ${year}`, stored };
    default:
      return { paper: `${two(day)}/${two(month)}/${year}`, stored };
  }
}

function phoneText(writer: Writer, phone: string): CellText {
  const pairs = phone.match(/.{2,3}$|../g)!;
  const glue = { spaces: ' ', dots: '.', joined: '' }[writer.habits.phone];
  return { paper: pairs.join(glue), stored: phone };
}

function nameText(writer: Writer, person: Person, rng: Rng): CellText {
  const family = inCase(writer, person.family, writer.habits.family);
  const given = inCase(writer, person.given, writer.habits.given);
  const paper = rng.chance(0.55) ? `${family} ${given}` : `${given} ${family}`;
  return { paper, stored: `${person.given} ${person.family}` };
}

function addressText(writer: Writer, person: Person, withTown: boolean): CellText {
  const street = inCase(writer, person.street, writer.habits.city === 'upper' ? 'upper' : 'mixed');
  if (!withTown) return { paper: street, stored: person.street };
  return {
    paper: `${street}, ${person.postcode} ${cityText(writer, person.city)}`,
    stored: `${person.street}, ${person.postcode} ${person.city}`,
  };
}

/** `signedOn` = the day on the sheet's date fields; `withTown` = the form asks for town and postcode nowhere else. */
export interface Circumstances {
  signedOn: Person['birth'];
  withTown: boolean;
}

/** A hand without ligatures writes two letters. */
function writable(writer: Writer, text: CellText): CellText {
  if (writer.font !== null && !writer.strokeCapitals) return text;
  const paper = text.paper.replaceAll('œ', 'oe').replaceAll('Œ', 'Oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss');
  return { ...text, paper };
}

/** Null for fields that hold no text. */
export function cellText(field: FormField, occasion: Occasion): CellText | null {
  const text = chooseText(field, occasion);
  return text && writable(occasion.writer, text);
}

type Occasion = { writer: Writer; person: Person; rng: Rng } & Circumstances;

function chooseText(field: FormField, { writer, person, rng, signedOn, withTown }: Occasion): CellText | null {
  switch (field.type) {
    case 'family_name':
      return { paper: inCase(writer, person.family, writer.habits.family), stored: person.family };
    case 'given_name':
      return { paper: inCase(writer, person.given, writer.habits.given), stored: person.given };
    case 'name':
      return nameText(writer, person, rng);
    case 'email': {
      const shout = rng.chance(0.05);
      return { paper: shout ? person.email.toUpperCase() : person.email, stored: person.email };
    }
    case 'phone':
      return phoneText(writer, person.phone);
    case 'postcode': {
      const p = person.postcode;
      return {
        paper: writer.habits.spacedPostcode && /^\d{5}$/.test(p) ? `${p.slice(0, 2)} ${p.slice(2)}` : p,
        stored: p,
      };
    }
    case 'city':
      return { paper: cityText(writer, person.city), stored: person.city };
    case 'country':
      return { paper: inCase(writer, person.country, writer.habits.city), stored: person.country };
    case 'address':
      return addressText(writer, person, withTown);
    case 'date_of_birth':
      return dateText(writer, person.birth);
    case 'date':
      return dateText(writer, signedOn);
    case 'number': {
      const age = String(2025 - person.birth.year);
      return { paper: age, stored: age };
    }
    case 'text': {
      const word = rng.pick(OCCUPATIONS);
      return { paper: inCase(writer, word, writer.habits.given), stored: word };
    }
    default:
      return null;
  }
}
