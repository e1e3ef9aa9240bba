/**
 * Looks into a watched folder as another user, for tests of rights: becomes that user, then prints a report for every
 * line it is sent. Takes the folder and, under root, the user's number.
 */
import { createInterface } from 'node:readline';
import { createWatchedFolder } from '../../src/intake/watched-folder.ts';

const [folder = '', uid] = process.argv.slice(2);
if (uid !== undefined) {
  // Only now: what the imports need may lie where only root can read.
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const watched = createWatchedFolder({
  folder,
  batchFor: async () => 'batch',
  receive: async () => ({ outcome: 'accepted', scanId: 'scan' }),
  // Every look is an hour after the one before: nothing is still being written.
  now: (() => {
    let now = 0;
    return () => {
      now += 3_600_000;
      return now;
    };
  })(),
});
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await watched.look())}\n`);
}
