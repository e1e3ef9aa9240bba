/** Names of months in the languages of Western Europe, with their usual short forms and Roman numerals; unaccented lower case. */
const NAMES: Record<string, string> = {
  fr: 'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  frShort: 'janv fevr mars avr mai juin juil aout sept oct nov dec',
  en: 'january february march april may june july august september october november december',
  enShort: 'jan feb mar apr may jun jul aug sep oct nov dec',
  de: 'januar februar marz april mai juni juli august september oktober november dezember',
  deOther: 'janner feber maerz apr mai jun jul aug sept okt nov dez',
  nl: 'januari februari maart april mei juni juli augustus september oktober november december',
  it: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  pt: 'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  roman: 'i ii iii iv v vi vii viii ix x xi xii',
};

const numbers = new Map<string, number>();
for (const names of Object.values(NAMES)) {
  for (const [i, name] of names.split(' ').entries()) if (!numbers.has(name)) numbers.set(name, i + 1);
}
numbers.set('fev', 2);

/** Names long enough to be recognised when a letter or two was misread. */
export const MONTH_NAMES: readonly string[] = [...numbers.keys()].filter((name) => name.length >= 3);

/** 1..12; null when it is no month. @param word without accents, lower case, without a full stop */
export function monthOf(word: string): number | null {
  return numbers.get(word) ?? null;
}
