/** What the routes of the mailroom are given. */
import type { AcceptScan } from '../../intake/accept-scan.ts';
import type { InspectedScan } from '../../intake/inspect-scan.ts';
import type { Queues } from '../../jobs/queues.ts';
import type { ChangeFeed } from '../../store/changes.ts';
import type { Database } from '../../store/database.ts';
import type { ImageStore } from '../../store/images.ts';
import type { WatchDesk } from './watch-desk.ts';
import type { UploadDesk } from './upload-desk.ts';

export interface IntakeLimits {
  /** Of one file. */
  fileBytes: number;
  /** In one request. */
  files: number;
}

export interface IntakeContext {
  database: Database;
  images: ImageStore;
  queues: Queues;
  acceptScan: AcceptScan;
  /** Looks into a received file. @throws InputError saying why it is not accepted */
  inspect(path: string): Promise<InspectedScan>;
  uploads: UploadDesk;
  /** Null: no folder is watched. */
  watch: WatchDesk | null;
  changes: ChangeFeed;
  limits: IntakeLimits;
  /** Where files lie while they come in. */
  incomingFolder: string;
  /** Asks for jobs; never fails, the sweep makes good for it. */
  wake: (ask: Promise<void>) => Promise<void>;
}
