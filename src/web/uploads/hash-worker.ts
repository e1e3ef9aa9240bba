/** Hashes files beside the page, so that the page stays quick; one after the other, in steady memory. */
import { createSha256 } from './sha256.ts';

export interface HashQuestion {
  key: number;
  file: File;
}
/** A null hash: the file could not be read. */
export interface HashAnswer {
  key: number;
  sha256: string | null;
}

async function hash(file: File): Promise<string | null> {
  const sha256 = createSha256();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return sha256.digest();
    sha256.update(value);
  }
}

let queue: Promise<void> = Promise.resolve();

addEventListener('message', ({ data: { key, file } }: MessageEvent<HashQuestion>) => {
  queue = queue.then(async () => {
    const answer: HashAnswer = { key, sha256: await hash(file).catch(() => null) };
    postMessage(answer);
  });
});
