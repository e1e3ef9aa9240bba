/** Looks into received files in a process of its own: see inspect-scan.ts for what is checked. */
import { stat } from 'node:fs/promises';
import { InputError, SurroundingsError } from '../domain/errors.ts';
import type { InspectedScan } from './inspect-scan.ts';
import { createRecycledProcess } from './recycled-process.ts';

export type InspectorMethods = {
  inspect(path: string): Promise<InspectedScan>;
};

export interface Inspector {
  /** @throws InputError saying why the file is not accepted */
  inspect(path: string): Promise<InspectedScan>;
  pid(): number | null;
  close(): Promise<void>;
}

/** Files after which the process is replaced: bounds what leaks in decoders may add up to. */
const FILES = 500;
/** Resident bytes above which it is replaced: a large PDF leaves its size in the PDF library's heap. */
const MAX_BYTES = 600e6;
/** ms for any file, and for each megabyte of it on a slow disk. A small file that takes longer is made to. */
const PATIENCE = { base: 60_000, perMegabyte: 300 };

export interface InspectorOptions {
  /** ms that a small file may take. */
  patience?: number;
}

export function createInspector({ patience = PATIENCE.base }: InspectorOptions = {}): Inspector {
  const process = createRecycledProcess<InspectorMethods>({
    entry: new URL('./inspector-process.ts', import.meta.url),
    maxCalls: FILES,
    maxBytes: MAX_BYTES,
  });

  async function look(path: string): Promise<InspectedScan> {
    const { size } = await stat(path);
    return await process.call('inspect', path, { timeoutMs: patience + (size / 1e6) * PATIENCE.perMegabyte });
  }
  const isLost = (error: unknown) =>
    error instanceof SurroundingsError && (error.code === 'process_died' || error.code === 'process_hung');
  /** Whoever waits behind a file that never ends should not wait twice. */
  const hasHung = (error: unknown) => error instanceof SurroundingsError && error.code === 'process_hung';

  function refuse(cause: unknown): InputError {
    return new InputError('file_breaks_reader', 'Reading this file makes the reader fail.', {
      remedy: 'Scan the sheets again, or save the file as PDF or TIFF with another program.',
      cause,
    });
  }

  return {
    async inspect(path) {
      try {
        return await look(path);
      } catch (error) {
        if (!isLost(error)) throw error;
        if (hasHung(error)) throw refuse(error);
      }
      // Once more in a new process: it may have been ended for another reason than this file.
      try {
        return await look(path);
      } catch (error) {
        if (!isLost(error)) throw error;
        throw refuse(error);
      }
    },
    pid: () => process.pid(),
    close: () => process.close(),
  };
}
