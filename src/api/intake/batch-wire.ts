/** Batches, scans and pages as they travel. */
import type { z } from 'zod';
import type { HandBackReason } from '../../domain/hand-back.ts';
import type { RejectionReason } from '../../domain/reasons.ts';
import { stopReason } from '../../domain/stops.ts';
import type { batchPageSchema, lineWireSchema, PageWire } from '../../domain/wire-page.ts';
import type { batchScanSchema, batchSummarySchema } from '../../domain/wire-batch.ts';
import type { BatchSummary } from '../../store/batch.ts';
import type { getPage, ListedPage } from '../../store/page-views.ts';
import type { Scan } from '../../store/scan.ts';
import { stripUrl } from '../review/claim-wire.ts';

const day = (date: Date) => date.toISOString().slice(0, 10);

export function toBatchSummaryWire(batch: BatchSummary): z.infer<typeof batchSummarySchema> {
  const { id, petitionId, name, sender, declaredSheets, declaredSignatures, state, progress } = batch;
  const { channel, box, folder } = batch;
  return {
    id,
    petitionId,
    name,
    sender,
    receivedOn: day(batch.receivedOn),
    postmarkedOn: batch.postmarkedOn === null ? null : day(batch.postmarkedOn),
    declaredSheets,
    declaredSignatures,
    channel,
    box,
    folder,
    state,
    isPractice: batch.petition.isPractice,
    createdAt: batch.createdAt.toISOString(),
    progress,
  };
}

export function toBatchScanWire(scan: Scan & { _count?: { pages: number } }): z.infer<typeof batchScanSchema> {
  return {
    id: scan.id,
    file: scan.fileName ?? '',
    state: scan.state,
    reason: scan.reasonCode === null ? null : stopReason(scan.reasonCode),
    isPart: scan.partOfId !== null,
    // Of a file that was parted, the pages that are here.
    pageCount: scan.state === 'split' ? (scan._count?.pages ?? scan.pageCount) : scan.pageCount,
    bytes: Number(scan.bytes),
    receivedAt: scan.receivedAt.toISOString(),
  };
}

type PageReason = Pick<ListedPage, 'reasonCode' | 'reasonParams' | 'findings'>;

/** Reasons of the sheet come with their sentence, those of the machine are told by their code. */
function reasonOf({ reasonCode, reasonParams, findings }: PageReason) {
  if (reasonCode === null) return null;
  return findings.reason?.code === reasonCode ? findings.reason : stopReason(reasonCode, reasonParams ?? undefined);
}

function toTwinWire({ twinOfId, twinLikeness, twinVerdict }: ListedPage) {
  if (twinOfId === null || twinVerdict === null) return null;
  return { pageId: twinOfId, likeness: twinLikeness, verdict: twinVerdict };
}

export function toBatchPageWire(page: ListedPage): z.infer<typeof batchPageSchema> {
  return {
    id: page.id,
    scanId: page.scanId,
    file: page.scan.fileName ?? '',
    page: page.number,
    state: page.state,
    reason: reasonOf(page),
    lines: page._count.lines,
    petitionId: page.petitionId,
    handedBack:
      page.handedBackAt === null
        ? null
        : { reason: page.handedBackReason as HandBackReason, at: page.handedBackAt.toISOString() },
    warnings: page.findings.warnings ?? [],
    assessed: page.state !== 'queued' || page.findings.isAssessed === true,
    twin: toTwinWire(page),
    replacedBy: page.replacedById,
    insertKind: page.insertKind,
    separatorId: page.separatorId,
    glanced: page.glancedAt !== null,
  };
}

type FullPage = Awaited<ReturnType<typeof getPage>>;

function toLineWire(line: FullPage['lines'][number]): z.infer<typeof lineWireSchema> {
  const { id, index, state, version, box, found, foundSigned } = line;
  return {
    id,
    index,
    state,
    reason: line.reason as RejectionReason | null,
    version,
    box,
    found,
    foundSigned,
    restricted: line.restrictedAt !== null,
    erased: line.erasedAt !== null,
    stripUrl: stripUrl(id),
  };
}

const signerOf = ({ signer }: FullPage['lines'][number]) =>
  signer !== null && signer.removedAt === null ? signer.id : null;

export function toPageWire(page: FullPage, titles: Map<string, string>): PageWire {
  const { nearest = [] } = page.findings;
  return {
    ...toBatchPageWire(page),
    batchId: page.scan.batchId,
    petitionTitle: page.petition?.title ?? null,
    formDefinitionId: page.formDefinitionId,
    orientation: page.orientation,
    width: page.width,
    height: page.height,
    dpi: page.dpi,
    nearest: nearest
      .filter(({ formId }) => titles.has(formId))
      .map(({ formId, score }) => ({ formDefinitionId: formId, petitionTitle: titles.get(formId)!, score })),
    imageUrl: `/api/pages/${page.id}/image`,
    paper: { batchName: page.scan.batch.name, box: page.scan.batch.box, folder: page.scan.batch.folder },
    items: page.lines.map((line) => ({ ...toLineWire(line), signerId: signerOf(line) })),
  };
}
