/** Papers that come twice: filled sheets scanned twice in different ways, against sheets that merely look alike. */
import { loadBlank } from '../../samples/make/commands/sheets.ts';
import { type FilledSheet, fillSheet } from '../../samples/make/fill/fill-sheet.ts';
import { type FillHabits, ORDINARY, planSheet } from '../../samples/make/fill/plan-sheet.ts';
import { makeRng, type Rng } from '../../samples/make/random.ts';
import { encode } from '../../samples/make/scan/encode.ts';
import type { BlankSheet } from '../../samples/make/scan/make-page.ts';
import { chooseRecipe, type HardKind } from '../../samples/make/scan/recipe.ts';
import { scanSheet } from '../../samples/make/scan/scan-sheet.ts';
import type { Split } from '../../samples/make/splits.ts';
import type { Tier } from '../../samples/make/truth.ts';
import { signatureOf, type PaperPrint } from '../../src/domain/paper-print.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { comparePapers, isSamePaper } from '../../src/preprocessing/compare-papers.ts';
import { type PreparedForm, prepareForm } from '../../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../../src/preprocessing/preprocess-page.ts';
import type { Section } from './section.ts';

/** Papers of each kind. */
const PAPERS = 5;
/** Kinds of sheets that are easily taken for one another. */
const KINDS: Record<string, FillHabits> = {
  ordinary: ORDINARY,
  collector: { ...ORDINARY, use: [0.9, 1], collector: 1, household: 0.5 },
  household: { ...ORDINARY, use: [0.8, 1], household: 0.9 },
  sparse: { ...ORDINARY, use: [0.05, 0.25], gap: 0 },
};
type Look = { tier: Tier; hard?: HardKind };
/** How the two pictures of a paper are made, in turn: scanner and scanner, scanner and photo, photocopy by fax … */
const LOOKS: [Look, Look][] = [
  [{ tier: 'clean' }, { tier: 'typical' }],
  [{ tier: 'typical' }, { tier: 'hard', hard: 'photo' }],
  [{ tier: 'clean' }, { tier: 'hard', hard: 'fax' }],
  [{ tier: 'typical' }, { tier: 'hard', hard: 'battered' }],
  [{ tier: 'clean' }, { tier: 'hard', hard: 'photo' }],
  [{ tier: 'typical' }, { tier: 'typical' }],
];

interface Picture {
  /** Pictures with the same name are of one paper. */
  paper: string;
  print: PaperPrint;
  signature: bigint[];
}

interface Bench {
  blank: BlankSheet;
  form: PreparedForm;
  split: Split;
}

/** The same people with the same hands; `writing` decides how their pens move this time. */
function write(
  { blank, split }: Bench,
  rng: Rng,
  { habits, writing }: { habits: FillHabits; writing: string },
): FilledSheet {
  const plans = planSheet(blank.form, split, rng.fork('plan'), habits);
  return fillSheet(blank.form, plans, rng.fork(writing), {
    signedOn: { day: 3, month: 5, year: 2026 },
    withTown: blank.withTown,
  });
}

async function picture(
  bench: Bench,
  sheet: FilledSheet,
  { paper, look, rng }: { paper: string; look: Look; rng: Rng },
): Promise<Picture | null> {
  const { blank, form, split } = bench;
  const recipe = chooseRecipe(look.tier, rng.fork('recipe'), blank.form.page, look.hard);
  const paperOnGlass = { pdf: blank.pdf, page: blank.form.page, inks: sheet.inks, split };
  const scanned = await scanSheet(paperOnGlass, recipe, rng.fork('scan'));
  const file = await encode(scanned.picture, recipe.encoding, recipe.placement.dpi);
  const outcome = preprocessPage(await decodePage(file), [form]);
  if (outcome.status !== 'registered') return null;
  return { paper, print: outcome.print, signature: signatureOf(outcome.print) };
}

async function takePictures(bench: Bench, say: (line: string) => void): Promise<Picture[]> {
  const pictures: (Picture | null)[] = [];
  for (const [at, [kind, habits]] of Object.entries(KINDS).entries()) {
    for (let number = 0; number < PAPERS; number++) {
      const paper = `${kind}-${number}`;
      const rng = makeRng(`same-paper/${bench.split}/${paper}`);
      const sheet = write(bench, rng, { habits, writing: 'first' });
      const [first, second] = LOOKS[(number + at) % LOOKS.length]!;
      pictures.push(await picture(bench, sheet, { paper, look: first, rng: rng.fork('one') }));
      pictures.push(await picture(bench, sheet, { paper, look: second, rng: rng.fork('two') }));
      // The same people sign another sheet: same words, same hands, same lines.
      const again = write(bench, rng, { habits, writing: 'again' });
      pictures.push(await picture(bench, again, { paper: `${paper}-again`, look: first, rng: rng.fork('three') }));
    }
    say(`same paper: ${kind} sheets done`);
  }
  return pictures.filter((one) => one !== null);
}

const bitsApart = (a: bigint[], b: bigint[]) =>
  a.reduce((sum, word, at) => sum + (word ^ b[at]!).toString(2).replaceAll('0', '').length, 0);

export const measureSamePaper: Section = async ({ split, say }) => {
  const blank = await loadBlank('aif-xinjiang');
  const pictures = await takePictures({ blank, form: prepareForm(blank.form), split }, say);
  const tally = { same: 0, found: 0, wrong: 0 };
  const apart: number[] = [];
  for (let i = 0; i < pictures.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [pictures[i]!, pictures[j]!];
      const likeness = comparePapers(a.print, b.print);
      const isFound = isSamePaper(likeness);
      const isSame = a.paper === b.paper;
      if (isSame) apart.push(bitsApart(a.signature, b.signature));
      if (isSame) tally.same++;
      if (isSame && isFound) tally.found++;
      if (!isSame && isFound) tally.wrong++;
    }
  }
  say(`same paper: ${tally.found} of ${tally.same} found, ${tally.wrong} taken for the same wrongly`);
  return {
    'intake.same_paper.recall': tally.same === 0 ? null : tally.found / tally.same,
    'intake.same_paper.precision': tally.found + tally.wrong === 0 ? null : tally.found / (tally.found + tally.wrong),
    'intake.same_paper.pairs': tally.same,
    'intake.same_paper.signature_bits_apart_max': apart.length === 0 ? null : Math.max(...apart),
  };
};
