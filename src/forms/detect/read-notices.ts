/** Title, notice and languages of a sheet, from its printed text. Lengths in mm. */
import type { Box } from '../../domain/geometry.ts';
import { HEADING_LANGUAGE, LANGUAGE_WORDS, NOTICE_WORDS } from '../heading-words.ts';
import { foldText, type PageLine, type PageWord, unionBox } from './page-text.ts';

interface Block {
  lines: PageLine[];
  box: Box;
}

const bottomOf = (box: Box) => box[1] + box[3];
const lettersIn = (text: string) => text.replace(/[^\p{L}]/gu, '').length;

/** Lines under each other with ordinary spacing. */
export function toBlocks(lines: readonly PageLine[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const block = blocks.findLast((it) => {
      const last = it.lines.at(-1)!.box;
      const gap = line.box[1] - bottomOf(last);
      const height = Math.max(last[3], line.box[3]);
      const shared = Math.min(last[0] + last[2], line.box[0] + line.box[2]) - Math.max(last[0], line.box[0]);
      const alike = Math.abs(last[3] - line.box[3]) <= 0.5 * height;
      return gap > -0.3 * height && gap <= 0.95 * height && shared > 0.3 * Math.min(last[2], line.box[2]) && alike;
    });
    if (block === undefined) blocks.push({ lines: [line], box: line.box });
    else {
      block.lines.push(line);
      block.box = unionBox([block.box, line.box]);
    }
  }
  return blocks;
}

const textOfBlock = (block: Block) => block.lines.map((it) => it.text).join(' ');

/** What a recogniser is less sure of is a stain, or a letter of a picture, beside the title. */
const SURE_WORD = 0.45;

/** The title's text, without what a recogniser took for words. */
export function findTitle(lines: readonly PageLine[], end: number): string {
  return findTitleLines(lines, end)
    .flatMap((it) => it.words)
    .filter((it) => (it.confidence ?? 1) >= SURE_WORD)
    .map((it) => it.text)
    .join(' ')
    .slice(0, 300);
}

/** The line or lines in the largest type, above the lines for signers where something stands there. `end`: mm */
export function findTitleLines(lines: readonly PageLine[], end: number): PageLine[] {
  const all = lines.filter((it) => lettersIn(it.text) >= 5);
  const above = all.filter((it) => bottomOf(it.box) <= end);
  const candidates = above.length > 0 ? above : all;
  if (candidates.length === 0) return [];
  const typeSize = (line: PageLine) => {
    const heights = line.words
      .filter((it) => lettersIn(it.text) >= 2)
      .map((it) => it.box[3])
      .sort((a, b) => a - b);
    return heights[Math.floor(heights.length * 0.75)] ?? 0;
  };
  const largest = candidates.reduce((a, b) => (typeSize(b) > typeSize(a) * 1.02 ? b : a));
  const size = typeSize(largest);
  const first = candidates.indexOf(largest);
  const title = [largest];
  for (const line of candidates.slice(first + 1)) {
    const last = title.at(-1)!.box;
    if (typeSize(line) < 0.8 * size || line.box[1] - bottomOf(last) > 1.3 * size || title.length >= 4) break;
    title.push(line);
  }
  return title;
}

function noticeWords(text: string): number {
  const folded = ` ${foldText(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return NOTICE_WORDS.filter((it) => folded.includes(` ${it}`)).length;
}

/** The paragraph that speaks of data or penalties, with the ones adjoining that do too. */
export function findNotice(lines: readonly PageLine[]): { text: string; box: Box } | null {
  const blocks = toBlocks(lines).filter((it) => textOfBlock(it).length >= 60);
  const scored = blocks.map((block) => ({ block, score: noticeWords(textOfBlock(block)) }));
  const best = scored.reduce<(typeof scored)[number] | null>((a, b) => (b.score > (a?.score ?? 1) ? b : a), null);
  if (best === null) return null;
  const own = [best.block];
  for (let grown = true; grown; ) {
    grown = false;
    const box = unionBox(own.map((it) => it.box));
    for (const { block, score } of scored) {
      const gap = Math.max(block.box[1] - bottomOf(box), box[1] - bottomOf(block.box));
      const shared = Math.min(box[0] + box[2], block.box[0] + block.box[2]) - Math.max(box[0], block.box[0]);
      if (own.includes(block) || score === 0 || gap > 4 || shared <= 0) continue;
      own.push(block);
      grown = true;
    }
  }
  own.sort((a, b) => a.box[1] - b.box[1]);
  return { text: own.map(textOfBlock).join(' '), box: unionBox(own.map((it) => it.box)) };
}

/** A language counts when it has this share of the most frequent one's words. */
const LANGUAGE_SHARE = 0.28;
/** Or this many different words that no other language has: headings in a second language. */
const OWN_WORDS = 3;

/** Words within a printed word: l'affiche is two. The E of E-Mail is no word, and no Italian "and". */
function piecesOf(text: string): string[] {
  const pieces = foldText(text)
    .split(/[^\p{L}]+/u)
    .filter((it) => it !== '');
  return /\p{L}-\p{L}/u.test(text) ? pieces.filter((it) => it.length > 1) : pieces;
}

export function findLanguages(words: readonly PageWord[]): string[] {
  const counts = new Map<string, number>();
  const folded = words.flatMap((it) => piecesOf(it.text));
  const speakers = (word: string) => Object.keys(LANGUAGE_WORDS).filter((it) => LANGUAGE_WORDS[it]!.has(word));
  for (const word of folded) {
    const languages = speakers(word);
    for (const language of languages) counts.set(language, (counts.get(language) ?? 0) + 1 / languages.length ** 2);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const [first, most = 0] = sorted[0] ?? [];
  const own = new Map<string, Set<string>>();
  // A recogniser's crumbs are short.
  for (const word of folded.filter((it) => it.length >= 3)) {
    const [only, ...others] = [...speakers(word), ...(HEADING_LANGUAGE.get(word) ?? [])].filter(
      (it, k, all) => all.indexOf(it) === k,
    );
    if (only !== undefined && others.length === 0 && only !== first)
      own.set(only, (own.get(only) ?? new Set()).add(word));
  }
  const spoken = sorted
    .filter(
      ([language, count]) =>
        (count >= 1.5 && count >= LANGUAGE_SHARE * most) || (own.get(language)?.size ?? 0) >= OWN_WORDS,
    )
    .map(([language]) => language);
  return spoken.length > 0 ? spoken : headingLanguage(folded);
}

/** Of a sheet with hardly any sentence: the language that alone has most of its headings. */
function headingLanguage(folded: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of new Set(folded)) {
    const languages = HEADING_LANGUAGE.get(word) ?? [];
    const [only] = languages;
    if (only !== undefined && languages.length === 1) counts.set(only, (counts.get(only) ?? 0) + 1);
  }
  const [best, next] = [...counts].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] >= 2 && best[1] > (next?.[1] ?? 0) ? [best[0]] : [];
}
