/** The slip that says what was declared and what was found: it goes back to the sender, or into the box with a signature. */
import { A4, drawRule, drawWords, MARGIN, printPage } from '../imaging/print-document.ts';
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

/** Lines to write on by hand, and their distance in mm. */
const WRITING = { lines: 3, gap: 9 };

export async function printSlip(paper: EnvelopePaper): Promise<Uint8Array> {
  const words = paperWords(paper.language);
  return await printPage({ title: `${words.slip}: ${paper.name}`, language: paper.language }, (doc) => {
    drawWords(doc, words.slip, { box: [MARGIN, MARGIN, WIDTH, 12], size: 9, isBold: true });
    drawWords(doc, paper.name, { box: [MARGIN, MARGIN + 13, WIDTH, 16], size: 5.5 });
    drawRule(doc, [MARGIN, MARGIN + 30, WIDTH], 0.8);
    let y = drawFacts(doc, MARGIN + 36, factsOf(paper));
    const verdict = paper.differences.length === 0 ? words.balances : words.differs;
    drawWords(doc, verdict, { box: [MARGIN, y + 5, WIDTH, 8], size: 5.5, isBold: true });
    y = drawAccount(doc, y + 18, paper);
    const late = latenessWords(paper);
    if (late !== null) y += drawWords(doc, late, { box: [MARGIN, y, WIDTH, 14], size: 4.6, isBold: true }) + 4;
    const { closed } = paper;
    if (closed?.reason != null) {
      const person = closed.by ?? words.unknownPerson;
      const told = words.closed.replace('{date}', paperTime(paper.language, closed.at)).replace('{person}', person);
      drawWords(doc, words.reason, { box: [MARGIN, y + 2, WIDTH, 6], size: 4.2, isBold: true });
      y += 9 + drawWords(doc, closed.reason, { box: [MARGIN, y + 9, WIDTH, 40], size: 4.4 });
      drawWords(doc, told, { box: [MARGIN, y + 4, WIDTH, 6], size: 3.8 });
    } else if (paper.differences.length > 0) {
      drawWords(doc, words.toSign, { box: [MARGIN, y + 2, WIDTH, 6], size: 4.2, isBold: true });
      for (let line = 1; line <= WRITING.lines; line++) drawRule(doc, [MARGIN, y + 6 + line * WRITING.gap, WIDTH], 0.2);
      const at = Math.min(A4.height - MARGIN - 16, y + 18 + WRITING.lines * WRITING.gap);
      drawRule(doc, [MARGIN + 70, at, WIDTH - 70], 0.3);
      drawWords(doc, words.signature, { box: [MARGIN + 70, at + 1.5, WIDTH - 70, 6], size: 3.2 });
    }
    drawFoot(doc, paper);
  });
}
