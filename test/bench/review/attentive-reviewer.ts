/**
 * Somebody who reads what stands on the paper without fault and works with keys alone: takes what is right, chooses
 * with a number or arrow where that is shorter than typing, types the rest, and names the reason of what does not count.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { TruthRow } from '../../../samples/make/truth.ts';
import type { RejectionReason } from '../../../src/domain/reasons.ts';
import type { ClaimWire } from '../../../src/domain/wire-review.ts';
import { REASON_LETTERS } from '../../../src/web/pages/review/bindings.ts';
import type { Keyboard } from './keyboard.ts';
import { look, lookAtNext, type Screen } from './screen.ts';

export interface WorkedLine {
  lineId: string;
  keys: number;
  /** Fields put right. */
  fixed: number;
  reason: RejectionReason | null;
  /** Every field stood there rightly filled in. */
  wasRight: boolean;
  /** Every reading was right, filled in or only proposed. */
  wasRead: boolean;
}

export interface Reviewer {
  page: Page;
  keyboard: Keyboard;
  claims: Map<string, ClaimWire>;
}

/** ms that a glance at the proposals takes: what comes later is not waited for. */
const GLANCE = 400;
/** ms. */
const PATIENCE = 10_000;
/** Keys a line may take before something must be wrong with the station or with this reviewer. */
const TOO_MANY = 300;

export function reasonOf(row: TruthRow | null, required: string[]): RejectionReason | null {
  if (row === null) return 'blank';
  if (row.struck) return 'struck';
  if (!row.signed) return 'no_signature';
  return required.some((name) => row.fields[name] === '') ? 'incomplete' : null;
}

const wanted = (row: TruthRow, name: string) => row.normalised[name] ?? '';

/** The station's rule, learnt by heart: Enter goes to the next empty field that wants a look, else accepts. */
function nextStop(claim: ClaimWire, screen: Screen, seen: Set<string>): string | null {
  const wantsLook = ({ name, value }: { name: string; value: string }) => {
    const hasReading = (claim.alternatives[name] ?? []).some((one) => one.value !== '');
    const isRequired = claim.formFields.some((field) => field.name === name && field.required);
    return value === '' && name !== screen.focused && !seen.has(name) && (hasReading || isRequired);
  };
  return screen.fields.find(wantsLook)?.name ?? null;
}

async function typeValue({ page, keyboard }: Reviewer, value: string, isEmail: boolean): Promise<void> {
  const letters = [...value];
  for (const [at, letter] of letters.entries()) {
    await keyboard.press(letter);
    if (!isEmail || !value.slice(0, at + 1).includes('@')) continue;
    const { choices } = await look(page);
    const offered = choices.findIndex((choice) => choice.value === value);
    if (offered === -1 || offered + 1 >= letters.length - at - 1) continue;
    for (let step = 0; step <= offered; step++) await keyboard.press('ArrowDown');
    return;
  }
}

/** Keys that bring a proposal into the field. */
function keysFor(screen: Screen, value: string): string[] | null {
  const at = screen.choices.findIndex((choice) => choice.value === value);
  if (at === -1) return null;
  if (screen.choices[at]!.hasNumber) return [String(at + 1)];
  const now = screen.fields.find(({ name }) => name === screen.focused)?.value;
  const from = screen.choices.findIndex((choice) => choice.value === now);
  const down = at - from;
  return down > 0 ? Array(down).fill('ArrowDown') : Array(-down).fill('ArrowUp');
}

/** Towns come from the server once the postcode is whole. */
async function lookAtChoices(page: Page, value: string, isTown: boolean): Promise<Screen> {
  let screen = await look(page);
  for (const end = Date.now() + GLANCE; isTown && Date.now() < end; screen = await look(page)) {
    if (screen.choices.some((choice) => choice.value === value)) break;
    await wait(10);
  }
  return screen;
}

async function fix(reviewer: Reviewer, claim: ClaimWire, row: TruthRow, name: string): Promise<void> {
  const { page, keyboard } = reviewer;
  const value = wanted(row, name);
  if (value === '') return await keyboard.press('Delete');
  const type = claim.formFields.find((field) => field.name === name)?.type;
  const screen = await lookAtChoices(page, value, type === 'city');
  const keys = keysFor(screen, value);
  if (keys !== null && keys.length < [...value].length) {
    for (const key of keys) await keyboard.press(key);
    return;
  }
  if (row.ditto[name]) {
    await keyboard.press('Alt+ArrowUp');
    const after = await look(page);
    if (after.fields.find((field) => field.name === name)?.value === value) return;
  }
  await typeValue(reviewer, value, type === 'email');
}

/** To the field with Tab; what is passed has been looked at. */
async function tabTo({ keyboard }: Reviewer, screen: Screen, target: string, seen: Set<string>): Promise<void> {
  const places = screen.fields.map(({ name }) => name);
  const [from, to] = [places.indexOf(screen.focused ?? ''), places.indexOf(target)];
  for (const name of places.slice(Math.min(from, to) + 1, Math.max(from, to))) seen.add(name);
  for (let step = 0; step < Math.abs(to - from); step++) await keyboard.press(to > from ? 'Tab' : 'Shift+Tab');
}

/** Puts right what is wrong, field by field, with the fewest keys in between; the last key accepts the line. */
async function acceptLine(reviewer: Reviewer, claim: ClaimWire, row: TruthRow): Promise<number> {
  const { page, keyboard } = reviewer;
  const most = keyboard.count() + TOO_MANY;
  const seen = new Set<string>();
  let fixed = 0;
  for (let now = await look(page); now.lineId === claim.id; now = await look(page)) {
    if (keyboard.count() > most) throw new Error(`Stuck on line ${claim.id}: ${JSON.stringify(now)}`);
    const wrong = now.fields.filter(({ name, value }) => value !== wanted(row, name));
    // The machine saw no signature; the reviewer, who sees one, says so.
    if (now.isAsked) await keyboard.press('Control+Enter');
    else if (wrong.some(({ name }) => name === now.focused)) {
      await fix(reviewer, claim, row, now.focused!);
      fixed += 1;
    } else {
      const stop = nextStop(claim, now, seen);
      if (now.focused !== null) seen.add(now.focused);
      // Enter leads to an empty field that wants a look; only what was filled in wrongly must be gone to.
      if (wrong.length === 0 || stop === wrong[0]!.name) await keyboard.press('Enter');
      else await tabTo(reviewer, now, wrong[0]!.name, seen);
    }
  }
  return fixed;
}

/** What the browser was told of the line; it may show it before this process has heard of it. */
async function claimOf({ claims }: Reviewer, lineId: string): Promise<ClaimWire> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(5)) {
    const claim = claims.get(lineId);
    if (claim !== undefined) return claim;
  }
  throw new Error(`Line ${lineId} was never claimed by this browser`);
}

/** One line from sight to decision. */
export async function workLine(reviewer: Reviewer, screen: Screen, row: TruthRow | null): Promise<WorkedLine> {
  const lineId = screen.lineId!;
  const claim = await claimOf(reviewer, lineId);
  const before = reviewer.keyboard.count();
  const required = claim.formFields.filter((field) => field.required).map(({ name }) => name);
  const reason = reasonOf(row, required);
  const counts = row !== null && reason === null;
  const wasRight = counts && screen.fields.every(({ name, value }) => value === wanted(row, name));
  const wasRead =
    counts && screen.fields.every(({ name, value }) => [value, claim.fields[name] ?? ''].includes(wanted(row, name)));
  let fixed = 0;
  if (counts) fixed = await acceptLine(reviewer, claim, row);
  else await reviewer.keyboard.press(`Alt+${REASON_LETTERS[reason!]}`);
  return { lineId, keys: reviewer.keyboard.count() - before, fixed, reason, wasRight, wasRead };
}

export interface Shift {
  rowOf(lineId: string): TruthRow | null;
  most: number;
  /** ms a line at least. */
  pace: number;
  /** ms after which no further line is begun. */
  patience: number;
}

/** Line after line until the pile is empty or enough is done. */
export async function workShift(reviewer: Reviewer, shift: Shift): Promise<WorkedLine[]> {
  const { rowOf, most, pace } = shift;
  const end = performance.now() + shift.patience;
  const worked: WorkedLine[] = [];
  let screen = await lookAtNext(reviewer.page, null);
  while (!screen.isEmpty && worked.length < most && performance.now() < end) {
    const began = performance.now();
    const line = await workLine(reviewer, screen, rowOf(screen.lineId!));
    worked.push(line);
    screen = await lookAtNext(reviewer.page, line.lineId);
    await wait(Math.max(0, pace - (performance.now() - began)));
  }
  return worked;
}
