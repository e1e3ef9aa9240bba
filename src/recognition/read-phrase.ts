/** Lines of several words: streets, names of many parts. */
import { ALPHABET, BLANK } from './alphabet.ts';
import type { Candidate } from './candidates.ts';
import type { CharModel } from './char-model.ts';
import { beamSearch } from './beam-search.ts';
import { textOf } from './ctc.ts';
import { encodeFolded, fold, SEPARATOR } from './fold.ts';
import type { Frames } from './frames.ts';
import type { LanguageModel } from './language-model.ts';
import { searchLine } from './line-search.ts';

export interface PhraseOptions {
  model: CharModel;
  weight: number;
  /** Of the form's language. */
  language?: LanguageModel | null;
}

const BEAM = 24;
const KEPT = 6;
/** How usual each separator is between the words of an address, natural log. */
const SEPARATORS: Record<string, number> = { ' ': -0.2, ',': -2.5, "'": -2.5, '-': -2.5, '.': -3 };
/** Natural log of a second separator right after one (`12, rue`). */
const DOUBLED = -1;
/** Case and accents are free: each letter may be written in about two ways. */
const LETTER_CASE = -0.7;

/** Prior of the next class of a phrase, from a model over folded symbols. */
function phrasePrior(model: CharModel): (prefix: readonly number[], next: number) => number {
  return (prefix, next) => {
    const symbol = SYMBOL_OF[next]!;
    const isGap = symbol === SEPARATOR;
    const history: number[] = [];
    for (let i = prefix.length - 1; i >= 0 && history.length < HISTORY; i--) {
      const s = SYMBOL_OF[prefix[i]!]!;
      if (s !== SEPARATOR || history[0] !== SEPARATOR) history.unshift(s);
    }
    const own = isGap ? (SEPARATORS[ALPHABET[next - 1]!] ?? -5) : LETTER_CASE;
    if (isGap && history.at(-1) === SEPARATOR) return DOUBLED + own;
    return model.logp(history, symbol) + own;
  };
}

const HISTORY = 5;

/** Folded symbol of each class; punctuation counts as a separator. */
const SYMBOL_OF = Uint8Array.from({ length: ALPHABET.length + 1 }, (_, c) => {
  const folded = c === 0 ? '' : fold(ALPHABET[c - 1]!);
  return folded === '' ? SEPARATOR : encodeFolded(folded[0]!)[0]!;
});

/** Words of any kind, guided by the letters of a model and, where there is one, by the language: addresses. */
export function readPhrase(frames: Frames, { model, weight, language = null }: PhraseOptions): Candidate[] {
  const prior = phrasePrior(model);
  const scaled = (prefix: readonly number[], next: number) => (prior(prefix, next) * PHRASE_PRIOR) / weight;
  const guided = beamSearch(frames, { width: BEAM, prior: scaled }).slice(0, KEPT);
  const plain = beamSearch(frames, { width: 4 }).slice(0, 1);
  const inFrench = language === null ? [] : searchLine(frames, { ...LANGUAGE_SEARCH, model: language }).slice(0, KEPT);
  return [...guided, ...plain, ...inFrench].flatMap(({ labels, logp }) => {
    const value = textOf(labels).trim();
    if (value === '') return [];
    const spoken = language === null ? 0 : LANGUAGE_SHARE * weight * languageLogp(language, labels);
    let sum = 0;
    for (let i = 0; i < labels.length; i++) sum += prior(labels.slice(0, i), labels[i]!);
    return [{ value, folded: fold(value), score: weight * logp + PHRASE_PRIOR * sum + spoken, isListed: false }];
  });
}

/** Exponent on the letters' prior: the model knows far fewer streets than there are. */
const PHRASE_PRIOR = 0.25;
/** The language's exponent beside the frames' 1, and the reward per character (read-text.ts). */
const LANGUAGE_SHARE = 0.4;
const PER_CHARACTER = 1.2;
const LANGUAGE_SEARCH = { share: LANGUAGE_SHARE, perCharacter: PER_CHARACTER, width: 24, floor: Math.log(0.001) };

function languageLogp(language: LanguageModel, labels: readonly number[]): number {
  let [sum, state] = [0, language.start];
  for (const label of labels) {
    sum += language.logp(state, label) + PER_CHARACTER / LANGUAGE_SHARE;
    state = language.next(state, label);
  }
  return sum + language.logp(state, BLANK);
}
