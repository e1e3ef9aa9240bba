/** Opens stored scans; keeps the last one open, since the pages of a file come one after the other. */
import { SurroundingsError } from '../src/domain/errors.ts';
import { type OpenScan, openScan } from '../src/intake/split-scan.ts';
import type { ImageStore } from '../src/store/images.ts';

export function createScanOpener(images: ImageStore): (sha256: string) => Promise<OpenScan> {
  let last: { sha256: string; scan: OpenScan } | null = null;
  return async (sha256) => {
    if (last?.sha256 === sha256) return last.scan;
    last?.scan.close();
    last = null;
    const bytes = await images.find(sha256);
    if (bytes === null) {
      throw new SurroundingsError('content_missing', 'The stored file of a scan is missing.', {
        remedy: 'Restore the data folder from the backup, then try again.',
      });
    }
    last = { sha256, scan: await openScan(bytes) };
    return last.scan;
  };
}
