/** The sheet that lies on top of an envelope's paper in its box: what it is, where it belongs, a code that names it. */
import { drawCode, drawRule, drawWords, makeCode, MARGIN, printPage } from '../imaging/print-document.ts';
import {
  drawAccount,
  drawFacts,
  drawFoot,
  type EnvelopePaper,
  factsOf,
  latenessWords,
  paperTime,
  paperWords,
  WIDTH,
} from './envelope-paper.ts';

/** Side of the code, mm: read by any telephone at arm's length. */
const CODE_SIDE = 34;

/** What the code says. A sheet of a petition begins otherwise, so that a scanned cover is never taken for one. */
export const coverCode = (batchId: string) => `paraphe-batch:1:${batchId}`;

export async function printCover(paper: EnvelopePaper): Promise<Uint8Array> {
  const words = paperWords(paper.language);
  return await printPage({ title: `${words.cover}: ${paper.name}`, language: paper.language }, (doc) => {
    drawWords(doc, words.cover, { box: [MARGIN, MARGIN, 120, 8], size: 5 });
    drawWords(doc, paper.name, { box: [MARGIN, MARGIN + 9, WIDTH - CODE_SIDE - 8, 28], size: 10, isBold: true });
    drawCode(doc, makeCode(coverCode(paper.batchId)), [MARGIN + WIDTH - CODE_SIDE, MARGIN, CODE_SIDE, CODE_SIDE]);
    const top = MARGIN + CODE_SIDE + 8;
    drawRule(doc, [MARGIN, top, WIDTH], 0.8);
    let y = drawFacts(doc, top + 7, factsOf(paper));
    y = drawAccount(doc, y + 8, paper);
    const late = latenessWords(paper);
    if (late !== null) y += drawWords(doc, late, { box: [MARGIN, y, WIDTH, 14], size: 4.6, isBold: true }) + 4;
    drawWords(doc, closingWords(paper), { box: [MARGIN, y + 2, WIDTH, 30], size: 4.2 });
    drawFoot(doc, paper);
  });
}

function closingWords(paper: EnvelopePaper): string {
  const { closed, language } = paper;
  const words = paperWords(language);
  if (closed === null) return words.stillOpen;
  const person = closed.by ?? words.unknownPerson;
  const told = words.closed.replace('{date}', paperTime(language, closed.at)).replace('{person}', person);
  return closed.reason === null ? `${told}.` : `${told}. ${words.reason}: ${closed.reason}`;
}
