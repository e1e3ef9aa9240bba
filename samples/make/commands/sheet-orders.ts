/** Which sheets of the sample petition are committed, and how each is to look. */
import { type FillHabits, ORDINARY } from '../fill/plan-sheet.ts';
import type { PageOrder } from '../scan/make-page.ts';
import type { HardKind, Recipe } from '../scan/recipe.ts';
import type { Split } from '../splits.ts';
import type { Tier } from '../truth.ts';

export interface OrderedPage extends PageOrder {
  kind: 'sheet' | 'back' | 'letter';
}

export interface SheetOrder {
  name: string;
  /** One file a page would be the page's own kind; several pages make a PDF or a TIFF. */
  bind: 'single' | 'pdf' | 'tiff';
  pages: OrderedPage[];
}

type Adjust = (recipe: Recipe) => Recipe;

const lookingLike =
  (changes: Partial<Recipe>, placement: Partial<Recipe['placement']> = {}): Adjust =>
  (recipe) => ({ ...recipe, ...changes, placement: { ...recipe.placement, ...placement } });

const COLOUR = lookingLike(
  { name: 'flatbed', shade: 'colour', encoding: { kind: 'jpeg', quality: 72 }, noise: 1.5 },
  { dpi: 200 },
);
const GREY = lookingLike(
  { name: 'flatbed', shade: 'grey', encoding: { kind: 'jpeg', quality: 72 }, noise: 1.5 },
  { dpi: 200 },
);
const SHARP_GREY = lookingLike(
  { name: 'flatbed', shade: 'grey', encoding: { kind: 'jpeg', quality: 60 }, noise: 1.2 },
  { dpi: 300 },
);
const BILEVEL = lookingLike(
  { name: 'office', shade: 'bilevel', encoding: { kind: 'tiff' }, threshold: 175 },
  { dpi: 300 },
);
const OFFICE = lookingLike(
  { name: 'office', shade: 'grey', encoding: { kind: 'jpeg', quality: 58 }, noise: 3.5 },
  { dpi: 200 },
);
const COARSE = lookingLike(
  { name: 'office', shade: 'grey', encoding: { kind: 'jpeg', quality: 60 }, noise: 3 },
  { dpi: 150 },
);
const TINTED = lookingLike(
  {
    name: 'office',
    shade: 'colour',
    encoding: { kind: 'jpeg', quality: 58 },
    noise: 3,
    showThrough: 0.07,
    paper: [246, 240, 226],
  },
  { dpi: 200 },
);

const turned =
  (adjust: Adjust, orientation: Recipe['placement']['orientation']): Adjust =>
  (recipe) =>
    lookingLike({}, { orientation })(adjust(recipe));

/** Draws the kind of scan by the seed, as the bench pages do, but not too large a file. */
const handy =
  (quality: number): Adjust =>
  (recipe) => {
    const placement = { ...recipe.placement, dpi: Math.min(200, recipe.placement.dpi) };
    const encoding = recipe.encoding.kind === 'jpeg' ? { kind: 'jpeg' as const, quality } : recipe.encoding;
    return { ...recipe, placement, encoding, noise: Math.min(recipe.noise, 5) };
  };

const HOUSEHOLDS: FillHabits = { ...ORDINARY, household: 0.6, use: [0.8, 1] };
const COLLECTED: FillHabits = { ...ORDINARY, collector: 1, household: 0.4, use: [0.9, 1] };
const MISHAPS: FillHabits = { ...ORDINARY, struck: 0.3, gap: 0.15, use: [0.7, 0.9] };
const FEW: FillHabits = { ...ORDINARY, use: [0.1, 0.3] };

function ordersOf(split: Split): SheetOrder[] {
  const page = (seed: string, tier: Tier, adjust: Adjust, habits = ORDINARY): OrderedPage => ({
    kind: 'sheet',
    seed: `${split}/${seed}`,
    split,
    tier,
    adjust,
    habits,
  });
  const single = (seed: string, tier: Tier, adjust: Adjust, habits = ORDINARY): SheetOrder => ({
    name: `${split}-${seed}`,
    bind: 'single',
    pages: [page(seed, tier, adjust, habits)],
  });
  const hard = (seed: string, kind: HardKind): SheetOrder => ({
    name: `${split}-${seed}`,
    bind: 'single',
    pages: [{ ...page(seed, 'hard', seed === 'photo-turned' ? turned(handy(55), 90) : handy(55)), hard: kind }],
  });
  const other = (kind: 'back' | 'letter', seed: string, adjust: Adjust): OrderedPage => ({
    ...page(seed, 'typical', adjust),
    kind,
  });
  return [
    single('colour', 'clean', COLOUR),
    single('grey', 'clean', GREY),
    single('sharp', 'clean', SHARP_GREY),
    single('households', 'clean', COLOUR, HOUSEHOLDS),
    single('few', 'clean', GREY, FEW),
    single('bilevel', 'typical', BILEVEL),
    single('bilevel-upside-down', 'typical', turned(BILEVEL, 180), HOUSEHOLDS),
    single('office', 'typical', turned(OFFICE, 0)),
    single('sideways', 'typical', turned(OFFICE, 90)),
    single('tinted', 'typical', turned(TINTED, 0), COLLECTED),
    single('mishaps', 'typical', turned(TINTED, 0), MISHAPS),
    single('coarse', 'typical', turned(COARSE, 180), HOUSEHOLDS),
    {
      name: `${split}-envelope`,
      bind: 'pdf',
      pages: [
        page('envelope-1', 'typical', turned(OFFICE, 0), HOUSEHOLDS),
        other('back', 'envelope-2', OFFICE),
        other('letter', 'envelope-3', turned(OFFICE, 0)),
        page('envelope-4', 'typical', turned(OFFICE, 180), MISHAPS),
      ],
    },
    {
      name: `${split}-stack`,
      bind: 'tiff',
      pages: [
        page('stack-1', 'typical', turned(BILEVEL, 0)),
        other('back', 'stack-2', BILEVEL),
        page('stack-3', 'typical', turned(BILEVEL, 0), COLLECTED),
      ],
    },
    hard('photo', 'photo'),
    hard('photo-turned', 'photo'),
    hard('fax', 'fax'),
    hard('battered', 'battered'),
    hard('worn', 'battered'),
  ];
}

export const SHEET_ORDERS: SheetOrder[] = [...ordersOf('dev'), ...ordersOf('test')];
