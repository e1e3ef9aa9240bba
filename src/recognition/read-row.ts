/** One line of signers' fields decoded together: place jointly, names with the e-mail, ditto marks from the line above. */
import type { CellReading, PrefillPolicy, Proposal } from '../domain/candidate.ts';
import { type FieldType, WORDLESS_TYPES } from '../domain/form.ts';
import type { CellImage } from '../domain/page.ts';
import { calibrate, type Evidence, isPrefilled } from './calibration.ts';
import type { Posterior } from './candidates.ts';
import { greedyText } from './ctc.ts';
import { fold } from './fold.ts';
import type { Frames } from './frames.ts';
import { type NormaliseContext, normaliseValue } from './normalise-value.ts';
import { fullNamePairs, nameBonus, namePairs } from './name-agreement.ts';
import { evidenceFor, type FieldContext, placeOptions, readField } from './read-field.ts';
import { officialTown, readPlace } from './read-place.ts';
import { isAddress } from './read-email.ts';
import type { DateAbove } from './signing-date.ts';
import { isAtRightEdge } from './ink-at-edge.ts';
import { isCenturyAlone } from './read-figures.ts';
import { parseDate } from './parse-values.ts';
import { isSupported, type ReadLine } from './support.ts';
import { isDittoMark, saysDitto } from './ditto-words.ts';
import { dittoReading, emptyReading, markReading, type ReadCell } from './readings.ts';

export interface LineContext extends Omit<FieldContext, 'names' | 'bonus' | 'dateAbove'> {
  policy: PrefillPolicy;
  /** Told what each reading rests on: calibration is fitted with it. */
  onEvidence?: (cell: CellImage, value: string, evidence: Evidence) => void;
}

const ALTERNATIVES = 5;
/** A digit key each. */
const PROPOSALS = 9;
/** A cell with a crossed-out first try holds strokes that are not its text. */
const CORRECTED = 0.6;
/** An address without its provider, a date without its year run out of their cell, or were not understood. */
const INCOMPLETE = 0.3;
/** A signing date whose year was added from the lines above is for a person to see, however alike they are. */
const COMPLETED = 0.9;

interface Decoded {
  input: ReadCell;
  frames: Frames;
  raw: string;
  posterior: Posterior[];
}

export function readRow(
  inputs: readonly ReadCell[],
  above: readonly CellReading[],
  context: LineContext,
): CellReading[] {
  const aboveOf = (field: string) => above.find((reading) => reading.field === field && reading.value !== '') ?? null;
  const settled = new Map<ReadCell, CellReading>();
  const open: Decoded[] = [];
  for (const input of inputs) {
    const { cell, frames, printed } = input;
    const over = aboveOf(cell.field);
    if (cell.type === 'checkbox' || cell.type === 'choice') settled.set(input, markReading(input));
    else if (cell.ink === 'ditto' && over !== null) settled.set(input, dittoReading(cell, '"', over));
    else if (printed !== undefined && over !== null && isDittoMark(printed.text, cell.type))
      settled.set(input, dittoReading(cell, printed.text, over));
    else if (printed !== undefined) settled.set(input, printedReading(input, context));
    else if (frames === undefined) settled.set(input, emptyReading(cell));
    else {
      const raw = greedyText(frames).text;
      if (over !== null && saysDitto({ frames, raw, type: cell.type }, context.lists))
        settled.set(input, dittoReading(cell, raw, over));
      // Where the recogniser sees nothing at all, lists must not make something up.
      else if (raw === '') settled.set(input, { ...emptyReading(cell), engine: 'handwriting' });
      else open.push({ input, frames, raw, posterior: [] });
    }
  }
  decode(open, above, context);
  const code = open.find((d) => d.input.cell.type === 'postcode')?.posterior[0]?.value ?? '';
  const line = new Map(open.map(({ input, posterior }) => [input.cell.type, posterior]));
  for (const decoded of open) settled.set(decoded.input, toReading(decoded, { code, line }, context));
  return inputs.map((input) => settled.get(input)!);
}

/** Fills in the posteriors. Order matters: names feed the e-mail, which feeds them back. */
function decode(open: Decoded[], above: readonly CellReading[], context: LineContext): void {
  const only = (type: FieldType) => {
    const found = open.filter((d) => d.input.cell.type === type);
    return found.length === 1 ? found[0]! : null;
  };
  const [codeCell, townCell, email] = [only('postcode'), only('city'), only('email')];
  if (codeCell !== null && townCell !== null) {
    const { code, town } = readPlace(codeCell.frames, townCell.frames, placeOptions(context));
    codeCell.posterior = code;
    townCell.posterior = town;
  }
  const family = only('family_name');
  const given = only('given_name');
  const dateAbove = signedAbove(above);
  const overhead = above.find((reading) => reading.type === 'family_name');
  const guess = email === null ? [] : readField('email', email.frames, context).slice(0, 5);
  for (const decoded of open) {
    const { type } = decoded.input.cell;
    if (decoded.posterior.length > 0 || decoded === email) continue;
    const bonus = nameBonus(type, guess, type === 'family_name' ? overhead : undefined);
    decoded.posterior = readField(type, decoded.frames, { ...context, bonus, dateAbove });
  }
  if (email !== null)
    email.posterior = readField('email', email.frames, {
      ...context,
      names: [...namePairs(given?.posterior, family?.posterior), ...fullNamePairs(only('name')?.posterior)],
    });
}

/** The signing date of the line above, when it was read as one. */
function signedAbove(above: readonly CellReading[]): DateAbove | null {
  const date = above.find(({ type }) => type === 'date');
  if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date.normalised)) return null;
  return { iso: date.normalised, confidence: date.confidence };
}

function normaliseContext(code: string, { lists, country, windows }: LineContext, type: FieldType): NormaliseContext {
  const list = () => (type === 'given_name' ? lists.given : type === 'family_name' ? lists.family : lists.anyName);
  return {
    country,
    window: type === 'date_of_birth' ? windows.birth : windows.signing,
    officialTown: (written) => officialTown(written, code.replace(/[^0-9A-Za-z]/g, ''), lists.places),
    listedName: (written) => list().find(fold(written))?.spellings[0] ?? null,
  };
}

interface Beside {
  /** The line's postcode as read. */
  code: string;
  line: ReadLine;
}

function toReading(
  { input, frames, raw, posterior }: Decoded,
  { code, line }: Beside,
  context: LineContext,
): CellReading {
  const { cell } = input;
  const top = posterior[0];
  const evidence = evidenceFor(frames, top, {
    isSupported: isSupported(cell.type, line, () => context.lists.places),
    isAtEdge: isAtRightEdge(cell.image),
  });
  context.onEvidence?.(cell, top?.value ?? '', evidence);
  const value = top?.value ?? '';
  const doubt =
    (cell.ink === 'corrected' ? CORRECTED : 1) *
    (isIncomplete(cell.type, value, context) ? INCOMPLETE : 1) *
    (cell.type === 'date' && digitsIn(raw) <= digitsIn(value) - 2 ? COMPLETED : 1);
  const confidence = calibrate(cell.type, evidence) * doubt;
  const naming = normaliseContext(code, context, cell.type);
  const stored = (written: string) => normaliseValue(cell.type, written, naming);
  return {
    field: cell.field,
    type: cell.type,
    raw,
    value,
    normalised: stored(value),
    confidence: value === '' ? 0 : confidence,
    alternatives: posterior.slice(0, ALTERNATIVES).map((p) => ({ value: p.value, probability: p.probability })),
    proposals: proposalsOf(posterior, stored),
    prefill: value !== '' && isPrefilled(cell.type, confidence, context.policy),
    ditto: false,
    engine: 'handwriting',
    box: cell.box,
  };
}

const digitsIn = (text: string) => text.replace(/\D/g, '').length;

function isIncomplete(type: FieldType, value: string, { windows }: LineContext): boolean {
  if (type === 'email') return !isAddress(value);
  if (type === 'date') return (parseDate(value, windows.signing)?.iso ?? null) === null;
  if (type !== 'date_of_birth') return false;
  return isCenturyAlone(value) || (parseDate(value, windows.birth)?.iso ?? null) === null;
}

/** `MARTIN` and `Martin` are one proposal: together they may be likelier than what was read first. */
export function proposalsOf(
  candidates: readonly { value: string; probability: number }[],
  stored: (written: string) => string,
): Proposal[] {
  const byStored = new Map<string, Proposal>();
  for (const { value, probability } of candidates) {
    const key = stored(value);
    const known = byStored.get(key);
    if (known === undefined) byStored.set(key, { value, probability, stored: key });
    else known.probability += probability;
  }
  return [...byStored.values()].sort((a, b) => b.probability - a.probability).slice(0, PROPOSALS);
}

function printedReading({ cell, printed }: ReadCell, context: LineContext): CellReading {
  const { text, confidence } = printed!;
  const normalised = normaliseValue(cell.type, text, normaliseContext('', context, cell.type));
  return {
    field: cell.field,
    type: cell.type,
    raw: text,
    value: text,
    normalised,
    confidence: text === '' ? 0 : confidence,
    alternatives: text === '' ? [] : [{ value: text, probability: confidence }],
    proposals: text === '' ? [] : [{ value: text, stored: normalised, probability: confidence }],
    prefill: text !== '' && isPrefilled(cell.type, confidence, context.policy),
    ditto: false,
    engine: 'tesseract',
    box: cell.box,
  };
}

export function isWordless(type: FieldType): boolean {
  return WORDLESS_TYPES.includes(type);
}
