/** One cell by its field type: candidates from the recogniser's frames. What the rest of the line knows comes as context. */
import type { FieldType } from '../domain/form.ts';
import type { Evidence } from './calibration.ts';
import { type Candidate, type Posterior, posterior } from './candidates.ts';
import { greedyText, sequenceLogp } from './ctc.ts';
import { encodeNearest, stripAccents } from './fold.ts';
import type { Frames } from './frames.ts';
import type { LanguageModel } from './language-model.ts';
import type { Lists } from './lists.ts';
import type { DateWindow } from './parse-values.ts';
import { type EmailOptions, readEmail } from './read-email.ts';
import type { DateAbove } from './signing-date.ts';
import { readDate, readNumber } from './read-figures.ts';
import { readPhone } from './read-phone.ts';
import { readFullName } from './read-full-name.ts';
import { readText } from './read-text.ts';
import { type PlaceOptions, readCode, readTown } from './read-place.ts';
import { readAddress } from './read-address.ts';
import { readWord, type WordOptions } from './read-word.ts';

export interface FieldContext {
  lists: Lists;
  country: string;
  /** Plausible years of birth, and of signing. */
  windows: { birth: DateWindow; signing: DateWindow };
  /** Of the form's language, for free text; null where there is none. */
  freeText: () => LanguageModel | null;
  /** Names read on the same line, for the e-mail. */
  names?: EmailOptions['names'];
  /** The signing date on the line above. */
  dateAbove?: DateAbove | null;
  /** What the rest of the sheet says of a name. */
  bonus?: WordOptions['bonus'];
}

/**
 * Exponents on the frames' probability, by kind of field: neighbouring frames repeat each other, so the recogniser is
 * too sure of itself. Chosen on development fonts and writers (training/README.md, step 7).
 */
export const WEIGHTS = { name: 1, code: 0.6, town: 0.6, email: 0.55, figures: 0.7, phrase: 0.6 };

/** Shares of names that no list holds. */
export const OPEN_SHARE = { family: 0.35, given: 0.12 };

export function placeOptions({ lists, country }: FieldContext): PlaceOptions {
  return { places: lists.places, country, weight: { code: WEIGHTS.code, town: WEIGHTS.town } };
}

function candidatesOf(type: FieldType, frames: Frames, context: FieldContext): Candidate[] {
  const { lists, bonus } = context;
  switch (type) {
    case 'family_name':
      return readWord(frames, { lexicon: lists.family, openShare: OPEN_SHARE.family, weight: WEIGHTS.name, bonus });
    case 'given_name':
      return readWord(frames, { lexicon: lists.given, openShare: OPEN_SHARE.given, weight: WEIGHTS.name, bonus });
    case 'name':
      return readFullName(frames, { lexicon: lists.anyName, weight: WEIGHTS.name, bonus });
    case 'postcode':
      return readCode(frames, placeOptions(context));
    case 'city':
      return readTown(frames, placeOptions(context));
    case 'email':
      return readEmail(frames, { weight: WEIGHTS.email, names: context.names ?? [], model: lists.emailLocal });
    case 'date_of_birth':
      return readDate(frames, { weight: WEIGHTS.figures, window: context.windows.birth });
    case 'date':
      return readDate(frames, {
        weight: WEIGHTS.figures,
        window: context.windows.signing,
        above: context.dateAbove ?? null,
      });
    case 'phone':
      return readPhone(frames, { weight: WEIGHTS.figures, country: context.country });
    case 'number':
      return readNumber(frames, WEIGHTS.figures);
    case 'address':
      return readAddress(frames, {
        model: lists.address,
        weight: WEIGHTS.phrase,
        language: context.freeText(),
        place: placeOptions(context),
      });
    default:
      return readText(frames, context.freeText());
  }
}

export function readField(type: FieldType, frames: Frames, context: FieldContext): Posterior[] {
  return posterior(candidatesOf(type, frames, context));
}

/**
 * What calibration looks at. `frames` may be several cells' parts; an empty value has no strain.
 * @param beside what its line and its picture add
 */
export function evidenceFor(
  frames: Frames,
  best: Posterior | undefined,
  beside: Pick<Evidence, 'isSupported' | 'isAtEdge'>,
): Evidence {
  const path = greedyText(frames);
  const clarity = path.logp / Math.max(1, frames.length);
  const none = { posterior: 0, isListed: false, clarity, strain: 0, agrees: false, isParted: false, length: 0 };
  if (best === undefined) return { ...none, ...beside };
  const { value, probability, isListed } = best;
  const labels = encodeNearest(value);
  const logp = labels === null ? path.logp * 2 : sequenceLogp(frames, labels);
  return {
    posterior: probability,
    isListed,
    clarity,
    strain: (logp - path.logp) / Math.max(1, value.length),
    agrees: plain(path.text) === plain(value),
    ...beside,
    isParted: /^[^@]*[._-][^@]*@/.test(value),
    length: value.length,
  };
}

const plain = (text: string) => stripAccents(text).toLowerCase().replace(/\s+/g, '');
