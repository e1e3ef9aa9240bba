/** Pages that are no filled sheet: the blank back of one, a letter that lay in the envelope. */
import { writeSignature } from '../hands/signature.ts';
import { writeText } from '../hands/write-text.ts';
import { pickWriter } from '../hands/writer.ts';
import { makePaper } from '../paper/pdf-paper.ts';
import { makePerson } from '../people.ts';
import { makeRng } from '../random.ts';
import type { Ink } from '../hands/ink.ts';
import type { BlankSheet, PageOrder, ScannedPage } from './make-page.ts';
import { describe } from './make-page.ts';
import { chooseRecipe } from './recipe.ts';
import { scanSheet } from './scan-sheet.ts';

const A4 = { width: 210, height: 297 };

async function scanOther(
  order: PageOrder,
  paper: { pdf: Uint8Array; page: { width: number; height: number }; inks: Ink[] },
  status: 'blank' | 'unrecognised',
): Promise<ScannedPage> {
  const rng = makeRng(`other/${order.seed}`);
  const chosen = chooseRecipe(order.tier, rng.fork('recipe'), paper.page);
  const adjusted = order.adjust ? order.adjust(chosen) : chosen;
  // A back has no stamps, and nobody can tell which way up a blank page lies.
  const recipe =
    status === 'blank'
      ? {
          ...adjusted,
          extras: { ...adjusted.extras, stamp: false, note: false, cup: false },
          placement: { ...adjusted.placement, orientation: 0 as const },
        }
      : adjusted;
  const { picture } = await scanSheet({ ...paper, split: order.split }, recipe, rng.fork('scan'));
  return {
    picture,
    recipe,
    truth: {
      status,
      form: null,
      orientation: recipe.placement.orientation,
      header: {},
      rows: [],
      split: order.split,
      tier: order.tier,
      scan: describe(recipe),
      geometry: null,
    },
  };
}

/** The other side of `front`, with its print showing through where the paper is thin. */
export async function makeBack(front: BlankSheet, order: PageOrder): Promise<ScannedPage> {
  const page = front.form.page;
  const empty = await makePaper(page.width, page.height, 'Back').finish();
  const showing = { pdf: empty, behind: front.pdf, page, inks: [] };
  return scanOther(order, showing, 'blank');
}

const LETTER = [
  'Madame, Monsieur,',
  'Veuillez trouver ci-joint les feuilles de pétition que nous avons fait signer sur le marché samedi dernier. Nous avons été très bien accueillis et beaucoup de personnes ont demandé à être tenues au courant de la suite.',
  'Il nous reste une dizaine de feuilles que nous vous enverrons à la fin du mois. Pourriez-vous nous faire parvenir des tracts et quelques affiches pour la fête des associations ?',
  'Avec nos remerciements pour votre travail, nous vous prions d’agréer, Madame, Monsieur, nos salutations les plus cordiales.',
];

/** A typed letter with a signature; its words vary a little by who writes. */
export async function makeLetter(order: PageOrder): Promise<ScannedPage> {
  const rng = makeRng(`letter/${order.seed}`);
  const person = makePerson(rng, order.split);
  const writer = pickWriter(rng, order.split);
  const paper = makePaper(A4.width, A4.height, 'Lettre');
  const type = { face: rng.pick(['arimo', 'tinos'] as const), size: 11, leading: 0.8 };
  let y = 28;
  y +=
    paper.text(
      `${person.given} ${person.family}\n${person.street}\n${person.postcode} ${person.city}`,
      22,
      y,
      80,
      type,
    ) + 24;
  y += paper.text(`${person.city}, le ${rng.int(2, 28)} mai 2025`, 120, y, 70, type) + 14;
  for (const paragraph of LETTER) y += paper.text(paragraph, 22, y, 166, type) + 5;
  const name = `${person.given[0]}. ${person.family}`;
  const inks: Ink[] = [{ pen: writer.pen, paths: writeSignature(writer, name, [120, y + 4, 50, 18], rng) }];
  const postscript = writeText(writer, 'P.S. merci encore', { left: 24, baseline: y + 34, width: 90 }, rng);
  inks.push({ pen: writer.pen, paths: postscript.paths });
  return scanOther(order, { pdf: await paper.finish(), page: A4, inks }, 'unrecognised');
}
