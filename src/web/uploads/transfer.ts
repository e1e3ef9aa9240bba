/** One file on its way by tus: pieces, tries after a cut, and the way on from what an earlier page had sent. */
import { Upload as TusUpload } from 'tus-js-client';
import { csrfHeader } from '../http/request.ts';
import { type Outcome, readOutcome, readRefusal } from './outcome.ts';

/** bytes of one request. Small enough to lose little on bad Wi-Fi. */
const CHUNK = 8 * 1024 * 1024;
/** ms between tries after a cut; counted anew after each piece that arrives. */
const RETRY_DELAYS = [500, 1_000, 2_000, 5_000, 5_000, 10_000, 10_000, 10_000, 15_000, 15_000, 30_000, 30_000, 60_000];

export interface Transfer {
  /** What arrived stays. */
  stop(): void;
  restart(): void;
}

interface TransferOptions {
  batchId: string;
  /** Files of the same name and size before this one: it is not they that go on. */
  twins: number;
  /** Goes on where an earlier page stopped. */
  onResumed(bytes: number): void;
  onProgress(sent: number, total: number): void;
  /** So many bytes are safe on the server. */
  onPiece(sent: number): void;
  onInterrupted(): void;
  onOutcome(outcome: Outcome): void;
  /** Every byte is there, and the answer that said what became of it was lost. */
  onArrived(path: string): void;
}

function isWorthAnotherTry(status: number): boolean {
  // 423: the request that was cut still holds the file on the server.
  return status === 0 || status === 423 || status === 429 || status >= 500;
}

export function openTransfer(file: File, options: TransferOptions): Transfer {
  let isResuming = false;
  const tus = new TusUpload(file, {
    endpoint: '/api/uploads',
    chunkSize: CHUNK,
    retryDelays: RETRY_DELAYS,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type, batchId: options.batchId },
    fingerprint: async () =>
      ['paraphe', options.batchId, file.name, file.size, file.lastModified, options.twins].join('-'),
    onBeforeRequest: (request) => {
      for (const [name, value] of Object.entries(csrfHeader())) request.setHeader(name, value);
    },
    onShouldRetry: (error) => {
      const isWorthIt = isWorthAnotherTry(error.originalResponse?.getStatus() ?? 0);
      if (isWorthIt) options.onInterrupted();
      return isWorthIt;
    },
    onProgress: (sent, total) => {
      if (isResuming && sent > 0) options.onResumed(sent);
      isResuming = false;
      options.onProgress(sent, total);
    },
    onChunkComplete: (_size, sent) => options.onPiece(sent),
    onSuccess: ({ lastResponse }) => {
      const told = readOutcome(file.name, lastResponse);
      if (told !== null || tus.url === null) return options.onOutcome(told ?? { file: file.name, outcome: 'accepted' });
      options.onArrived(new URL(tus.url, location.href).pathname);
    },
    onError: (error) => options.onOutcome(readRefusal(file.name, error)),
  });
  void tus.findPreviousUploads().then(([previous]) => {
    if (previous) {
      isResuming = true;
      tus.resumeFromPreviousUpload(previous);
    }
    tus.start();
  });
  return {
    stop: () => void tus.abort(),
    restart: () => void tus.abort().then(() => tus.start()),
  };
}
