/**
 * How probable an address is before its picture is seen: a local part that looks like a name, above all like the names
 * read on the same line, and a domain that is a frequent one or any other.
 */
import { ALPHABET, classOf } from './alphabet.ts';
import type { CharModel } from './char-model.ts';
import { DOMAINS } from './email-domains.ts';
import { localParts } from './email-local.ts';
import { encodeFolded, fold } from './fold.ts';
import { IMPOSSIBLE, logAdd } from './frames.ts';
import { treeOf, walk } from './weight-tree.ts';

const AT = classOf('@')!;
/** Share of addresses whose provider the list of domains lacks. */
const OTHER_DOMAIN = 0.06;
/** Share of local parts built from the signer's names. */
const NAMED = 0.6;

export interface EmailPrior {
  /** Readings of the line's names with their probabilities. */
  names: { given: string; family: string; probability: number }[];
  /** Log probability of the letters of a name, for local parts that the line's names do not explain. */
  model: CharModel;
}

const IS_DIGIT = Uint8Array.from({ length: ALPHABET.length + 1 }, (_, c) => (/\d/.test(ALPHABET[c - 1] ?? '') ? 1 : 0));

const domains = treeOf(Object.entries(DOMAINS));
const LOCAL_SYMBOLS = 40;

/** A reading of a name may be wrong where the address shows it right: probabilities are flattened. */
const FLATTEN = 0.6;
/** Share of local parts with an initial that is not the given name's as read. */
const OTHER_INITIAL = 0.002;

function namedParts({ given, family, probability }: EmailPrior['names'][number]): [string, number][] {
  const weight = probability ** FLATTEN;
  const out = localParts(given, family).map(([text, share]): [string, number] => [text, share * weight]);
  const f = fold(family).replaceAll('-', '');
  if (f.length < 2) return out;
  for (const initial of 'abcdefghijklmnopqrstuvwxyz') {
    out.push([`${initial}${f}`, OTHER_INITIAL * weight], [`${initial}.${f}`, OTHER_INITIAL * weight]);
  }
  return out;
}

/** Natural-log probability of the next class of an address after a prefix. */
export function emailPrior({ names, model }: EmailPrior): (prefix: readonly number[], next: number) => number {
  const named = treeOf(names.flatMap(namedParts));
  return (prefix, next) => {
    const at = prefix.indexOf(AT);
    if (at >= 0) return domainLogp(prefix.slice(at + 1), next);
    const open = openLogp(model, prefix, next);
    const node = named.weight > 0 ? walk(named, prefix) : null;
    if (node === null || named.weight === 0) return open;
    // Mixture of "built from the names" and "anything", carried along the prefix.
    const prefixOpen = prefixLogp(model, prefix);
    const prefixNamed = Math.log(node.weight / named.weight);
    const mass = logAdd(Math.log(NAMED) + prefixNamed, Math.log(1 - NAMED) + prefixOpen);
    const child = next === AT ? node.ends : (node.children.get(next)?.weight ?? 0);
    // Digits often follow the name.
    const digit = IS_DIGIT[next] === 1 ? node.ends * 0.02 : 0;
    const nextNamed =
      child + digit > 0 ? Math.log((child * (next === AT ? 0.8 : 1) + digit) / named.weight) : IMPOSSIBLE;
    return logAdd(Math.log(NAMED) + nextNamed, Math.log(1 - NAMED) + prefixOpen + open) - mass;
  };
}

/** Prefixes come again and again within one search. */
const memo = new WeakMap<CharModel, Map<string, number>>();
const MEMO_LIMIT = 20_000;

function memoOf(model: CharModel): Map<string, number> {
  const known = memo.get(model);
  if (known !== undefined && known.size < MEMO_LIMIT) return known;
  const fresh = new Map<string, number>();
  memo.set(model, fresh);
  return fresh;
}

function prefixLogp(model: CharModel, prefix: readonly number[]): number {
  if (prefix.length === 0) return 0;
  const known = memoOf(model);
  const key = String.fromCharCode(...prefix);
  const found = known.get(key);
  if (found !== undefined) return found;
  const shorter = prefix.slice(0, -1);
  const value = prefixLogp(model, shorter) + openLogp(model, shorter, prefix.at(-1)!);
  known.set(key, value);
  return value;
}

function openLogp(model: CharModel, prefix: readonly number[], next: number): number {
  const history: number[] = [];
  for (let i = Math.max(0, prefix.length - HISTORY); i < prefix.length; i++) history.push(SYMBOL_OF[prefix[i]!]!);
  if (next === AT) return model.logp(history, 0);
  return Math.max(model.logp(history, SYMBOL_OF[next]!), LEAST_OPEN);
}

/** Symbols before the next one that its probability looks at, and one to tell the beginning. */
const HISTORY = 5;
const LEAST_OPEN = -Math.log(LOCAL_SYMBOLS) - 2;

/** Folded symbol of each class; everything that parts words is one. */
const SYMBOL_OF = Uint8Array.from({ length: ALPHABET.length + 1 }, (_, c) =>
  c === 0 ? 0 : encodeFolded(fold(ALPHABET[c - 1]!) || '-')[0]!,
);

function domainLogp(prefix: readonly number[], next: number): number {
  const node = walk(domains, prefix);
  const open = -Math.log(LOCAL_SYMBOLS);
  if (next === AT) return -20;
  if (node === null) return open;
  const child = node.children.get(next)?.weight ?? 0;
  const mass = (node.weight / domains.weight) * (1 - OTHER_DOMAIN);
  const openMass = OTHER_DOMAIN * Math.exp(open * prefix.length);
  const p = ((child / domains.weight) * (1 - OTHER_DOMAIN) + openMass * Math.exp(open)) / (mass + openMass);
  return Math.log(p);
}

/** Natural log of a domain's end: a listed one may end here, an open one hardly anywhere. */
export function endLogp(text: string): number {
  const at = text.indexOf('@');
  if (at <= 0) return -12;
  const domain = text.slice(at + 1);
  if (Object.hasOwn(DOMAINS, domain)) return 0;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,6}$/.test(domain) ? -3 : -12;
}
