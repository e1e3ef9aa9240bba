/** Places of the `width` largest numbers, those below `least` left out; among equal ones the first. */
export function largest(values: Float64Array, width: number, least: number): number[] {
  const last = values.length > width ? kthLargest(values.slice(), width) : Number.NEGATIVE_INFINITY;
  const from = Math.max(last, least);
  const out: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i]! > from) out.push(i);
  for (let i = 0; i < values.length && out.length < width; i++) if (values[i] === from) out.push(i);
  return out;
}

/**
 * The k-th largest of some numbers, by Hoare's selection: linear on average, where sorting is not. Moves the numbers
 * about.
 * @param k from 1 to `values.length`
 */
export function kthLargest(values: Float64Array, k: number): number {
  let [from, to] = [0, values.length - 1];
  const wanted = k - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let [i, j] = [from, to];
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i > j) break;
      const moved = values[i]!;
      values[i++] = values[j]!;
      values[j--] = moved;
    }
    if (wanted <= j) to = j;
    else if (wanted >= i) from = i;
    else break;
  }
  return values[wanted]!;
}
