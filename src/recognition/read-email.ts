/**
 * E-mail addresses: a grammar (local part @ domain), frequent domains, and local parts that look like names, above all
 * like the names read on the same line. All of it is a prior on a beam search; nothing is forced.
 */
import { ALPHABET, classOf, encode } from './alphabet.ts';
import type { Candidate } from './candidates.ts';
import { buildCharModel, type CharModel } from './char-model.ts';
import { beamSearch, sequenceLogp, textOf } from './ctc.ts';
import { encodeFolded, fold } from './fold.ts';
import { type Frames, IMPOSSIBLE, logAdd, maskFrames } from './frames.ts';

/** Providers of the neighbours and smaller ones, each with the same small share. */
const FURTHER_DOMAINS =
  'gmx.at gmx.ch freenet.de arcor.de online.de ziggo.nl kpnmail.nl planet.nl xs4all.nl hetnet.nl home.nl upcmail.nl live.nl hotmail.nl outlook.nl virgilio.it hotmail.it alice.it tiscali.it tin.it outlook.it yahoo.it icloud.fr yahoo.es hotmail.es telefonica.net outlook.es sapo.pt hotmail.co.uk yahoo.co.uk live.co.uk btinternet.com sky.com outlook.be hotmail.be live.be scarlet.be belgacom.net yahoo.de outlook.de wp.pl o2.pl onet.pl interia.pl seznam.cz email.cz yahoo.ro mail.ru yandex.ru ukr.net abv.bg netcourrier.com mailfence.com zaclys.net ouvaton.org infomaniak.com ik.me pm.me tuta.io tutamail.com hushmail.com fastmail.com zoho.com gmx.co.uk orange.com edu.univ-paris1.fr etu.univ-nantes.fr ac-lille.fr ac-toulouse.fr ac-bordeaux.fr ac-grenoble.fr cnrs.fr inrae.fr sncf.fr edf.fr'.split(
    ' ',
  );

/** Share of addresses by provider in France, roughly; the rest is spread over every possible name. */
const DOMAINS: Record<string, number> = {
  'gmail.com': 36,
  'orange.fr': 11,
  'hotmail.fr': 6,
  'hotmail.com': 5.5,
  'yahoo.fr': 6,
  'free.fr': 6,
  'laposte.net': 4.5,
  'wanadoo.fr': 4.5,
  'sfr.fr': 3,
  'outlook.fr': 2.5,
  'outlook.com': 2,
  'live.fr': 2,
  'icloud.com': 2,
  'yahoo.com': 1.2,
  'bbox.fr': 0.8,
  'neuf.fr': 0.8,
  'protonmail.com': 0.8,
  'proton.me': 0.5,
  'gmx.fr': 0.4,
  'gmx.com': 0.3,
  'gmx.de': 0.3,
  'gmx.net': 0.2,
  'riseup.net': 0.2,
  'mailo.com': 0.3,
  'numericable.fr': 0.4,
  'club-internet.fr': 0.4,
  'aol.com': 0.4,
  'aol.fr': 0.1,
  'me.com': 0.3,
  'msn.com': 0.6,
  'live.com': 0.4,
  'cegetel.net': 0.2,
  'voila.fr': 0.2,
  'aliceadsl.fr': 0.2,
  '9online.fr': 0.1,
  'noos.fr': 0.1,
  'dbmail.com': 0.1,
  'posteo.net': 0.2,
  'posteo.de': 0.1,
  'tutanota.com': 0.1,
  'ymail.com': 0.1,
  'rocketmail.com': 0.1,
  'mac.com': 0.1,
  'skynet.be': 0.3,
  'telenet.be': 0.2,
  'proximus.be': 0.1,
  'voo.be': 0.1,
  'bluewin.ch': 0.3,
  'hispeed.ch': 0.1,
  'sunrise.ch': 0.1,
  'pt.lu': 0.1,
  'internet.lu': 0.05,
  'web.de': 0.3,
  't-online.de': 0.3,
  'libero.it': 0.1,
  'gmail.fr': 0.1,
  'googlemail.com': 0.1,
  'educagri.fr': 0.05,
  'ac-nantes.fr': 0.05,
  'ac-versailles.fr': 0.05,
  'ac-paris.fr': 0.05,
  'ac-lyon.fr': 0.05,
  'ac-rennes.fr': 0.05,
  'univ-lyon2.fr': 0.05,
  'univ-nantes.fr': 0.05,
  'univ-rennes2.fr': 0.05,
  'sciencespo.fr': 0.05,
  'gouv.fr': 0.05,
};

for (const domain of FURTHER_DOMAINS) DOMAINS[domain] ??= 0.06;

const ALLOWED = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.-_+'];
const ALLOWED_CLASSES: ReadonlySet<number> = new Set(ALLOWED.map((c) => classOf(c)!));
const AT = classOf('@')!;

/** Share of addresses whose provider the list above lacks. */
const OTHER_DOMAIN = 0.06;
/** Share of local parts built from the signer's names. */
const NAMED = 0.6;
const BEAM = 80;
const KEPT = 20;

/** Capitals are folded before decoding: nobody means them in an address. */
const lowerOf = Int16Array.from({ length: ALPHABET.length + 1 }, (_, c) => {
  const lower = c === 0 ? undefined : classOf(ALPHABET[c - 1]!.toLowerCase());
  return lower ?? c;
});

function lowerFrames(frames: Frames): Frames {
  const { length, classes, data } = maskFrames(frames, ALLOWED_CLASSES);
  const out = new Float32Array(data.length).fill(IMPOSSIBLE);
  for (let t = 0; t < length; t++) {
    for (let c = 0; c < classes; c++) {
      const to = t * classes + lowerOf[c]!;
      out[to] = logAdd(out[to]!, data[t * classes + c]!);
    }
  }
  return { length, classes, data: out };
}

/** A tree of strings with weights: probability of the next class after a prefix. */
interface WeightTree {
  weight: number;
  children: Map<number, WeightTree>;
  ends: number;
}

function addTo(tree: WeightTree, text: string, weight: number): void {
  const labels = encode(text);
  if (labels === null) return;
  let node = tree;
  node.weight += weight;
  for (const label of labels) {
    let child = node.children.get(label);
    if (child === undefined) {
      child = { weight: 0, children: new Map(), ends: 0 };
      node.children.set(label, child);
    }
    child.weight += weight;
    node = child;
  }
  node.ends += weight;
}

function treeOf(weights: Iterable<[string, number]>): WeightTree {
  const tree: WeightTree = { weight: 0, children: new Map(), ends: 0 };
  for (const [text, weight] of weights) addTo(tree, text, weight);
  return tree;
}

function walk(tree: WeightTree, labels: readonly number[]): WeightTree | null {
  let node: WeightTree | undefined = tree;
  for (const label of labels) {
    node = node.children.get(label);
    if (node === undefined) return null;
  }
  return node;
}

/** Local parts that people make from their names, with their share. */
export function localParts(given: string, family: string): [string, number][] {
  const g = fold(given).replaceAll('-', '');
  const f = fold(family).replaceAll('-', '');
  const dashed = fold(given);
  const first = dashed.split('-')[0] ?? '';
  if (g === '' || f === '') return g + f === '' ? [] : [[g + f, 1]];
  const initials = dashed
    .split('-')
    .map((part) => part[0])
    .join('');
  return [
    [`${g}.${f}`, 0.36],
    [`${g}${f}`, 0.08],
    [`${f}.${g}`, 0.06],
    [`${g[0]}.${f}`, 0.1],
    [`${g[0]}${f}`, 0.1],
    [`${g}-${f}`, 0.03],
    [`${g}_${f}`, 0.03],
    [`${f}${g}`, 0.04],
    [`${f}${g[0]}`, 0.02],
    [`${f}.${g[0]}`, 0.02],
    [`${dashed}.${f}`, 0.03],
    [`${first}.${f}`, 0.02],
    [`${initials}.${f}`, 0.01],
    [`${initials}${f}`, 0.01],
    [`famille.${f}`, 0.01],
    [g, 0.02],
    [f, 0.03],
    [`${g}.${f[0]}`, 0.01],
    [`${g}${f[0]}`, 0.01],
    [`${g.slice(0, 3)}${f.slice(0, 4)}`, 0.01],
  ];
}

export interface EmailOptions {
  weight: number;
  /** Readings of the line's names with their probabilities. */
  names: { given: string; family: string; probability: number }[];
  /** Log probability of the letters of a name, for local parts that the line's names do not explain. */
  model: CharModel;
}

/** Letters of local parts: names run together, digits, separators. */
export function buildLocalModel(given: readonly string[], family: readonly string[]): CharModel {
  const words = function* () {
    for (const [i, name] of given.entries()) {
      const other = family[(i * 7919) % family.length]!;
      for (const [text, share] of localParts(name, other)) yield { folded: fold(text), weight: 0.2 + share };
      yield { folded: fold(`${fold(name)}${(i * 37) % 100}`), weight: 0.3 };
    }
  };
  return buildCharModel(words());
}

const domains = treeOf(Object.entries(DOMAINS));
const LOCAL_SYMBOLS = 40;

/** Natural-log probability of the next class of an address after a prefix. */
/** A reading of a name may be wrong where the address shows it right: probabilities are flattened. */
const FLATTEN = 0.6;
/** Share of local parts with an initial that is not the given name's as read. */
const OTHER_INITIAL = 0.002;

function namedParts({ given, family, probability }: EmailOptions['names'][number]): [string, number][] {
  const weight = probability ** FLATTEN;
  const out = localParts(given, family).map(([text, share]): [string, number] => [text, share * weight]);
  const f = fold(family).replaceAll('-', '');
  if (f.length < 2) return out;
  for (const initial of 'abcdefghijklmnopqrstuvwxyz') {
    out.push([`${initial}${f}`, OTHER_INITIAL * weight], [`${initial}.${f}`, OTHER_INITIAL * weight]);
  }
  return out;
}

function priorOf({ names, model }: EmailOptions): (prefix: readonly number[], next: number) => number {
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
    const digit = /\d/.test(ALPHABET[next - 1]!) ? node.ends * 0.02 : 0;
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
  const history = prefix.slice(-5).map(symbolOf);
  if (next === AT) return model.logp(history, 0);
  return Math.max(model.logp(history, symbolOf(next)), -Math.log(LOCAL_SYMBOLS) - 2);
}

const symbols = new Map<number, number>();

/** Folded symbol of a class; everything that parts words is one. */
function symbolOf(classNumber: number): number {
  let found = symbols.get(classNumber);
  if (found === undefined) {
    found = encodeFolded(fold(ALPHABET[classNumber - 1]!) || '-')[0]!;
    symbols.set(classNumber, found);
  }
  return found;
}

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
function endLogp(text: string): number {
  const at = text.indexOf('@');
  if (at <= 0) return -12;
  const domain = text.slice(at + 1);
  if (Object.hasOwn(DOMAINS, domain)) return 0;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,6}$/.test(domain) ? -3 : -12;
}

/** Best first. The value is in lower case: an address has no other. */
export function readEmail(frames: Frames, options: EmailOptions): Candidate[] {
  const lower = lowerFrames(frames);
  const prior = priorOf(options);
  const scaled = (prefix: readonly number[], next: number) => prior(prefix, next) / options.weight;
  const found = beamSearch(lower, { width: BEAM, prior: scaled, floor: Math.log(0.001) }).slice(0, KEPT * 2);
  return found
    .flatMap(({ labels, logp, score }): Candidate[] => {
      const value = textOf(labels);
      const unended = options.weight * logp + (score - logp) * options.weight;
      const isListed = Object.hasOwn(DOMAINS, value.split('@')[1] ?? '');
      return [{ value, folded: value, score: unended + endLogp(value), isListed }, ...completions(value, unended)];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, KEPT);
}

/** Letters of a domain that must stand there before it is completed. */
const LEAST_DOMAIN = 2;
/** Natural log: how seldom an address runs out of its cell. */
const CUT_OFF = -2;

/** Long addresses run out of their cell: the rest of a frequent provider's name is added as a candidate of its own. */
function completions(value: string, score: number): Candidate[] {
  const at = value.indexOf('@');
  const domain = value.slice(at + 1);
  if (at <= 0 || domain.length < LEAST_DOMAIN || Object.hasOwn(DOMAINS, domain)) return [];
  const fitting = Object.entries(DOMAINS).filter(([known]) => known.startsWith(domain));
  const sum = fitting.reduce((total, [, share]) => total + share, 0);
  return fitting.map(([known, share]) => {
    const whole = value.slice(0, at + 1) + known;
    return { value: whole, folded: whole, score: score + CUT_OFF + Math.log(share / sum), isListed: true };
  });
}

/** Log probability of one address, for evidence on the names. */
export function emailLogp(frames: Frames, address: string): number {
  const labels = encode(address);
  return labels === null ? IMPOSSIBLE : sequenceLogp(lowerFrames(frames), labels);
}
