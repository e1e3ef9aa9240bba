/**
 * Lists as flat columns, so that opening them is a matter of milliseconds: building them from their sources takes
 * seconds. What comes out of a file equals what went in, number for number and in the same order.
 */
import { deserialize, serialize } from 'node:v8';
import { type CharModel, charModelOf } from './char-model.ts';
import { type Lexicon, lexiconOf } from './lexicon.ts';
import { NumberTable } from './number-table.ts';
import type { Meaning, PlaceMaps, Places, Town } from './places.ts';
import { indexOfWord, type WordTree } from './word-tree.ts';

type PackedTable = [keys: Int32Array<ArrayBuffer>, sums: Float64Array<ArrayBuffer>];
type PackedModel = [totals: PackedTable, distinct: PackedTable, following: PackedTable];

interface PackedLexicon {
  /** A line an entry. */
  folded: string;
  /** A line an entry, tabs between its spellings. */
  spellings: string;
  logPriors: Float64Array;
  tree: WordTree;
  model: PackedModel;
}

interface PackedPlaces {
  lexicon: PackedLexicon;
  /** A line a town: name, country, codes with commas. */
  towns: string;
  cedex: Uint8Array;
  /** By entry of the lexicon: where its meanings end. */
  meaningEnds: Int32Array;
  meantTowns: Int32Array;
  shares: Float64Array;
  /** A line a country, codes with commas after it. */
  codes: string;
  /** A line a code; its ways of writing are entries of the lexicon up to `wayEnds`. */
  byCode: string;
  wayEnds: Int32Array;
  ways: Int32Array;
}

const packTable = ({ keys, sums }: NumberTable): PackedTable => [keys, sums];
const unpackTable = ([keys, sums]: PackedTable) => new NumberTable(keys, sums);

function modelParts({ counts }: CharModel): PackedModel {
  return [packTable(counts.totals), packTable(counts.distinct), packTable(counts.following)];
}

function modelOf([totals, distinct, following]: PackedModel): CharModel {
  return charModelOf({
    totals: unpackTable(totals),
    distinct: unpackTable(distinct),
    following: unpackTable(following),
  });
}

function trimmed({ symbol, firstChild, nextSibling, word, size }: WordTree): WordTree {
  return {
    symbol: symbol.slice(0, size),
    firstChild: firstChild.slice(0, size),
    nextSibling: nextSibling.slice(0, size),
    word: word.slice(0, size),
    size,
  };
}

function lexiconParts({ size, entry, tree, model }: Lexicon): PackedLexicon {
  const entries = Array.from({ length: size }, (_, i) => entry(i));
  return {
    folded: entries.map(({ folded }) => folded).join('\n'),
    spellings: entries.map(({ spellings }) => spellings.join('\t')).join('\n'),
    logPriors: Float64Array.from(entries, ({ logPrior }) => logPrior),
    tree: trimmed(tree),
    model: modelParts(model),
  };
}

function unpackLexicon({ folded, spellings, logPriors, tree, model }: PackedLexicon): Lexicon {
  const columns = { folded: folded.split('\n'), spellings: spellings.split('\n') };
  return lexiconOf({ ...columns, logPriors, tree, model: modelOf(model) });
}

function placesParts({ lexicon, meanings, codes, byCode }: PlaceMaps): PackedPlaces {
  const towns = new Map<Town, number>();
  const numberOf = (town: Town) => {
    if (!towns.has(town)) towns.set(town, towns.size);
    return towns.get(town)!;
  };
  const words = Array.from({ length: lexicon.size }, (_, i) => lexicon.entry(i).folded);
  const meant = words.map((word) => meanings.get(word) ?? []);
  const meantTowns = Int32Array.from(meant.flat(), ({ town }) => numberOf(town));
  const list = [...towns.keys()];
  const ways = [...byCode.values()].map((some) => [...some]);
  return {
    lexicon: lexiconParts(lexicon),
    towns: list.map((town) => `${town.name}\t${town.country}\t${town.codes.join(',')}`).join('\n'),
    cedex: Uint8Array.from(list, ({ isCedex }) => Number(isCedex)),
    meaningEnds: endsOf(meant),
    meantTowns,
    shares: Float64Array.from(meant.flat(), ({ share }) => share),
    codes: [...codes].map(([country, some]) => [country, ...some].join(',')).join('\n'),
    byCode: [...byCode.keys()].join('\n'),
    wayEnds: endsOf(ways),
    ways: Int32Array.from(ways.flat(), (way) => indexOfWord(lexicon.tree, way)),
  };
}

/** Where each list ends when they stand one behind the other. */
function endsOf(lists: readonly (readonly unknown[])[]): Int32Array {
  let end = 0;
  return Int32Array.from(lists, (list) => (end += list.length));
}

/** The list of one number, each made of its places. */
function listAt<T>(ends: Int32Array, number: number, at: (place: number) => T): T[] {
  const from = ends[number - 1] ?? 0;
  return Array.from({ length: ends[number]! - from }, (_, i) => at(from + i));
}

function unpackPlaces(packed: PackedPlaces): Places {
  const lexicon = unpackLexicon(packed.lexicon);
  const lines = packed.towns.split('\n');
  const townAt = (i: number): Town => {
    const [name, country, codes] = lines[i]!.split('\t') as [string, string, string];
    return { name, codes: codes.split(','), country, isCedex: packed.cedex[i] === 1 };
  };
  const meaning = (i: number): Meaning => ({ town: townAt(packed.meantTowns[i]!), share: packed.shares[i]! });
  const inUse = packed.codes.split('\n').map((line) => line.split(',') as [string, ...string[]]);
  const numbers = new Map(packed.byCode.split('\n').map((code, i) => [code, i]));
  return {
    lexicon,
    meanings: {
      get(folded) {
        const index = indexOfWord(lexicon.tree, folded);
        return index < 0 ? undefined : listAt(packed.meaningEnds, index, meaning);
      },
    },
    codes: new Map(inUse.map(([country, ...some]) => [country, new Set(some)])),
    byCode: {
      get(code) {
        const number = numbers.get(code);
        if (number === undefined) return undefined;
        return new Set(listAt(packed.wayEnds, number, (i) => lexicon.entry(packed.ways[i]!).folded));
      },
    },
  };
}

/** How one kind of list becomes a file and comes back. */
export interface Packing<T, Built extends T = T> {
  pack(list: Built): Buffer;
  unpack(file: Buffer): T;
}

function packing<T, Built extends T, Parts>(
  partsOf: (list: Built) => Parts,
  listOf: (parts: Parts) => T,
): Packing<T, Built> {
  return { pack: (list) => serialize(partsOf(list)), unpack: (file) => listOf(deserialize(file) as Parts) };
}

export const LEXICON_PACKING = packing(lexiconParts, unpackLexicon);
export const MODEL_PACKING = packing(modelParts, modelOf);
export const PLACES_PACKING = packing(placesParts, unpackPlaces);
