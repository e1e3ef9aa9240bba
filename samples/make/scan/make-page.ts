/** One filled and scanned page, with its truth. */
import type { FormDefinition } from '../../../src/domain/form.ts';
import { fillHeader } from '../fill/fill-header.ts';
import { fillSheet } from '../fill/fill-sheet.ts';
import { type FillHabits, ORDINARY, planSheet } from '../fill/plan-sheet.ts';
import { pickWriter } from '../hands/writer.ts';
import { type Country, makePerson } from '../people.ts';
import { makeRng } from '../random.ts';
import type { Split } from '../splits.ts';
import type { Tier, TruthPage } from '../truth.ts';
import { chooseRecipe, type HardKind, type Recipe } from './recipe.ts';
import { geometryOf, type Picture, scanSheet } from './scan-sheet.ts';

export interface BlankSheet {
  form: FormDefinition;
  pdf: Uint8Array;
  /** The form asks for postcode and town inside its address field. */
  withTown: boolean;
}

export interface PageOrder {
  seed: string;
  split: Split;
  tier: Tier;
  habits?: FillHabits;
  /** How a hard page got so. */
  hard?: HardKind;
  /** Last word on how it is scanned. */
  adjust?: (recipe: Recipe) => Recipe;
}

export interface ScannedPage {
  picture: Picture;
  recipe: Recipe;
  /** Without `file` and `page`, which the caller knows. */
  truth: Omit<TruthPage, 'file' | 'page'>;
}

export function describe({ name, shade, encoding, placement }: Recipe): string {
  const quality = 'quality' in encoding ? ` ${encoding.quality}` : '';
  const turn = placement.orientation ? `, turned ${placement.orientation}°` : '';
  return `${name}, ${shade}, ${placement.dpi} dpi, ${encoding.kind}${quality}, skew ${placement.skew.toFixed(2)}°${turn}`;
}

export async function makePage(blank: BlankSheet, order: PageOrder): Promise<ScannedPage> {
  const rng = makeRng(`page/${order.seed}`);
  const { form } = blank;
  const plans = planSheet(form, order.split, rng.fork('plan'), order.habits ?? ORDINARY);
  const signedOn = { day: rng.int(1, 28), month: rng.int(1, 12), year: rng.int(2023, 2026) };
  const { inks, rows } = fillSheet(form, plans, rng.fork('fill'), { signedOn, withTown: blank.withTown });
  const top = fillHeader(form, {
    writer: pickWriter(rng.fork('collector'), order.split),
    person: makePerson(rng.fork('collector-person'), order.split, (form.languages[0] ?? 'fr') as Country),
    signedOn,
    rng: rng.fork('header'),
  });
  const chosen = chooseRecipe(order.tier, rng.fork('recipe'), form.page, order.hard);
  const recipe = order.adjust ? order.adjust(chosen) : chosen;
  const sheet = { pdf: blank.pdf, page: form.page, inks: [...top.inks, ...inks], split: order.split };
  const { picture, placement } = await scanSheet(sheet, recipe, rng.fork('scan'));
  return {
    picture,
    recipe,
    truth: {
      status: 'read',
      form: form.id,
      orientation: recipe.placement.orientation,
      header: top.header,
      rows,
      split: order.split,
      tier: order.tier,
      scan: describe(recipe),
      geometry: geometryOf(form, placement),
    },
  };
}
