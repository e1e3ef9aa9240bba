/** One image side on its way from scan to lines: what workers know of it, and what they may find. */
import type { FormDefinition } from '../domain/form.ts';
import type { Box } from '../domain/geometry.ts';
import type { Orientation, Reason, Registration } from '../domain/page.ts';
import type { PaperPrint } from '../domain/paper-print.ts';
import type { Queryable } from './database.ts';

export interface PageKey {
  pageId: string;
  generation: number;
  attempt: number;
}

/** What preprocessing found, as stored: images are content addresses. */
export type PreparedPage =
  | {
      status: 'registered';
      formId: string;
      registration: Registration;
      dpi: number;
      width: number;
      height: number;
      image: string;
      lines: { index: number; box: Box }[];
      /** Absent where nothing is known of the ink. */
      print?: PaperPrint;
      warnings: Reason[];
    }
  | { status: 'separator'; orientation: Orientation; image: string; separatorId: string }
  | { status: 'blank'; orientation: Orientation; image: string; warnings: Reason[] }
  | {
      status: 'unrecognised';
      orientation: Orientation;
      image: string;
      reason: Reason;
      nearest: { formId: string; score: number }[];
      warnings: Reason[];
    }
  | { status: 'unreadable'; image: string | null; reason: Reason };

/** What is kept in `page.findings`. */
export interface PageFindings {
  /** Why an unrecognised or unreadable page stopped, with its sentence. */
  reason?: Reason;
  warnings?: Reason[];
  /** The scan itself was looked at, before or while its form was sought. */
  isAssessed?: boolean;
  nearest?: { formId: string; score: number }[];
  /** Fields filled once a sheet, as read. */
  header?: { field: string; value: string; normalised: string; confidence: number }[];
}

/** Everything a worker needs to know about a page; null when there is no such page. */
export async function findPageWork(database: Queryable, pageId: string) {
  return await database.page.findUnique({
    where: { id: pageId },
    include: {
      form: true,
      scan: {
        select: {
          sha256: true,
          batchId: true,
          state: true,
          batch: { select: { petitionId: true, petition: { select: { isPractice: true } } } },
        },
      },
    },
  });
}
export type PageWork = NonNullable<Awaited<ReturnType<typeof findPageWork>>>;

export const isWaiting = (page: PageWork | null, state: 'queued' | 'preprocessed', key: PageKey): page is PageWork =>
  page !== null &&
  page.state === state &&
  page.twinVerdict !== 'held' &&
  page.generation === key.generation &&
  page.attempt === key.attempt;

export interface OfferedForm {
  id: string;
  petitionId: string;
  sha256: string;
  definition: FormDefinition;
}

/**
 * Forms a page may carry, the expected petition's first: all of open petitions that are not retired. Practice pages
 * see practice forms only, real pages real ones. Of petitions with the very same form the first one wins.
 */
export async function listOfferedForms(database: Queryable, page: PageWork): Promise<OfferedForm[]> {
  const { petitionId, petition } = page.scan.batch;
  const forms = await database.formDefinition.findMany({
    where:
      page.chosenFormId === null
        ? {
            retiredAt: null,
            petition: { isPractice: petition.isPractice, OR: [{ state: 'open' }, { id: petitionId }] },
          }
        : { id: page.chosenFormId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, petitionId: true, sha256: true, definition: true },
  });
  const rank = (form: { petitionId: string }) => (form.petitionId === petitionId ? 0 : 1);
  const seen = new Set<string>();
  return forms
    .toSorted((a, b) => rank(a) - rank(b))
    .filter(({ sha256 }) => !seen.has(sha256) && seen.add(sha256))
    .map((form) => ({ ...form, definition: form.definition as unknown as FormDefinition }));
}
