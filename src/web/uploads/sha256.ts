/**
 * SHA-256 (FIPS 180-4) in pieces: the browser's own digest wants the whole file in memory, and exists on secure pages
 * only, while a scanned stack has a gigabyte and many a mailroom's server no certificate.
 */
const BLOCK = 64;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2); of square roots for the start (5.3.3). */
function fractions(count: number, root: (prime: number) => number): Int32Array {
  const words: number[] = [];
  for (let number = 2; words.length < count; number++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) isPrime = false;
    if (isPrime) words.push(((root(number) % 1) * 2 ** 32) | 0);
  }
  return Int32Array.from(words);
}
const ROUND = fractions(64, Math.cbrt);
const START = fractions(8, Math.sqrt);

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Hexadecimal; nothing may be added afterwards. */
  digest(): string;
}

export function createSha256(): Sha256 {
  const state = Int32Array.from(START);
  const schedule = new Int32Array(64);
  const rest = new Uint8Array(BLOCK);
  let held = 0;
  let total = 0;

  function mix(bytes: Uint8Array, at: number): void {
    for (let word = 0; word < 16; word++) {
      const from = at + word * 4;
      schedule[word] = (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
    }
    for (let word = 16; word < 64; word++) {
      const [far, near] = [schedule[word - 15]!, schedule[word - 2]!];
      const first = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
      const second = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
      schedule[word] = (schedule[word - 16]! + first + schedule[word - 7]! + second) | 0;
    }
    rounds();
  }

  /** Plain variables: this is where the time goes. */
  function rounds(): void {
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let round = 0; round < 64; round++) {
      const choice = (e & f) ^ (~e & g);
      const upper = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + ROUND[round]! + schedule[round]!) | 0;
      const lower = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + upper) | 0;
      d = c;
      c = b;
      b = a;
      a = (upper + lower) | 0;
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index]! + word) | 0;
  }

  function update(bytes: Uint8Array): void {
    total += bytes.length;
    let at = 0;
    if (held > 0) {
      at = Math.min(BLOCK - held, bytes.length);
      rest.set(bytes.subarray(0, at), held);
      held += at;
      if (held < BLOCK) return;
      mix(rest, 0);
      held = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) mix(bytes, at);
    rest.set(bytes.subarray(at));
    held = bytes.length - at;
  }

  return {
    update,
    digest() {
      const bits = total * 8;
      const padding = new Uint8Array(((held < 56 ? 56 : 120) - held) % 128);
      padding[0] = 0x80;
      const length = new Uint8Array(8);
      const view = new DataView(length.buffer);
      view.setUint32(0, Math.floor(bits / 2 ** 32));
      view.setUint32(4, bits >>> 0);
      update(padding);
      update(length);
      return [...state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    },
  };
}
