import { CLASS_COUNT, classOf } from '../../src/recognition/alphabet.ts';
import type { Frames } from '../../src/recognition/frames.ts';

/** Frames that show a text, two frames a character and a blank between; `doubts` gives some characters a rival. */
export function framesOf(text: string, sure = 0.9, doubts: Record<number, string> = {}): Frames {
  const length = text.length * 3 + 1;
  const data = new Float32Array(length * CLASS_COUNT).fill(Math.log((1 - sure) / CLASS_COUNT));
  const put = (t: number, c: number, p: number) => {
    data[t * CLASS_COUNT + c] = Math.log(p);
  };
  for (let t = 0; t < length; t += 3) put(t, 0, sure);
  for (const [i, character] of [...text].entries()) {
    for (const t of [i * 3 + 1, i * 3 + 2]) {
      const rival = doubts[i];
      put(t, classOf(character)!, rival === undefined ? sure : sure / 2);
      if (rival !== undefined) put(t, classOf(rival)!, sure / 2);
    }
  }
  return { length, classes: CLASS_COUNT, data };
}
