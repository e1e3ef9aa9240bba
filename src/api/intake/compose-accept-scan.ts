/** The one place where received files meet store and queue, whichever door they came through. */
import { type AcceptScan, createAcceptScan } from '../../intake/accept-scan.ts';
import type { Inspector } from '../../intake/inspector.ts';
import type { Queues } from '../../jobs/queues.ts';
import type { Database } from '../../store/database.ts';
import type { ImageStore } from '../../store/images.ts';
import { findSameScan, storeRefusedScan, storeScan } from '../../store/scan.ts';

export interface AcceptScanParts {
  database: Database;
  images: ImageStore;
  queues: Queues;
  inspector: Inspector;
  /** The queue could not be asked; the sweep will. */
  onError(error: unknown): void;
}

export function composeAcceptScan({ database, images, queues, inspector, onError }: AcceptScanParts): AcceptScan {
  return createAcceptScan({
    inspect: (path) => inspector.inspect(path),
    findSame: (sha256) => findSameScan(database, sha256),
    storeContent: (path, sha256) => images.writeFile(path, sha256),
    storeRecord: (record, ensureContent) => storeScan(database, record, ensureContent),
    storeRefusal: (record, code) => storeRefusedScan(database, record, code),
    wake: (scan) => queues.add('split-scan', [scan]).catch(onError),
  });
}
