/** What stands before the @ of an address: made from names, mostly. */
import { buildCharModel, type CharModel } from './char-model.ts';
import { fold } from './fold.ts';

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
