/** A process that crashes, hangs and grows on demand, for the tests of src/intake/recycled-process.ts. */
import { InputError } from '../../src/domain/errors.ts';
import { serveProcess } from '../../src/intake/recycled-process.ts';

export type OddMethods = {
  pid(argument: null): Promise<number>;
  settings(argument: null): Promise<unknown>;
  refuse(argument: null): Promise<never>;
  stumble(argument: null): Promise<never>;
  crash(argument: null): Promise<never>;
  hang(argument: null): Promise<never>;
  grow(bytes: number): Promise<number>;
};

const kept: Uint8Array[] = [];

serveProcess<OddMethods>(async (settings) => ({
  pid: async () => process.pid,
  settings: async () => settings,
  refuse: async () => {
    throw new InputError('odd', 'This is odd.', { remedy: 'Make it even.', params: { number: 3 } });
  },
  stumble: async () => {
    throw new TypeError('of undefined');
  },
  crash: async () => {
    process.kill(process.pid, 'SIGKILL');
    return await new Promise<never>(() => {});
  },
  hang: async () => {
    for (;;) kept.length = 0;
  },
  grow: async (bytes) => {
    kept.push(new Uint8Array(bytes).fill(1));
    return kept.length;
  },
}));
