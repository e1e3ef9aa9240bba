/** The account of an envelope as it travels, and as it is printed. */
import { differencesOf, latenessOf } from '../../domain/envelope.ts';
import type { EnvelopeAccountWire } from '../../domain/wire-envelope.ts';
import type { EnvelopePaper, PaperLanguage } from '../../intake/envelope-paper.ts';
import { type BatchSummary, getBatch } from '../../store/batch.ts';
import { type Database, withSnapshot } from '../../store/database.ts';
import { type BatchEventWithName, listBatchEvents, readFound } from '../../store/envelope.ts';
import { getPetition, type Petition } from '../../store/petition.ts';
import { daysOf } from '../review/claim-wire.ts';

interface Account {
  batch: BatchSummary;
  petition: Petition;
  events: BatchEventWithName[];
  wire: EnvelopeAccountWire;
}

/** What is found, what was declared and whether it is closed are of one moment: the account is printed and signed. */
export async function readAccount(database: Database, batchId: string): Promise<Account> {
  const { batch, petition, found, events } = await withSnapshot(database, async (transaction) => {
    const batch = await getBatch(transaction, batchId);
    const petition = await getPetition(transaction, batch.petitionId);
    const found = await readFound(transaction, batchId);
    return { batch, petition, found, events: await listBatchEvents(transaction, batchId) };
  });
  const { closesOn } = petition;
  const { declaredSheets, declaredSignatures, state } = batch;
  const differences = differencesOf(batch, found);
  const wire: EnvelopeAccountWire = {
    batchId,
    state,
    declaredSheets,
    declaredSignatures,
    found,
    balanced: differences.length === 0,
    differences,
    lateness: latenessOf(daysOf(batch), { closesOn, ...petition.settings }),
    opensOn: petition.settings.opensOn,
    closesOn,
    events: events.map((event) => ({
      kind: event.kind as 'closed' | 'reopened',
      at: event.at.toISOString(),
      person: event.person,
      reason: event.reason,
      found: event.found,
    })),
  };
  return { batch, petition, events, wire };
}

export function toPaper({ batch, petition, events, wire }: Account, asked: PaperLanguage | undefined): EnvelopePaper {
  const [last] = events;
  const isClosed = batch.state === 'closed' && last?.kind === 'closed';
  return {
    language: asked ?? (petition.language === 'fr' ? 'fr' : 'en'),
    petition: petition.title,
    batchId: batch.id,
    name: batch.name,
    sender: batch.sender,
    ...daysOf(batch),
    channel: batch.channel,
    box: batch.box,
    folder: batch.folder,
    declaredSheets: batch.declaredSheets,
    declaredSignatures: batch.declaredSignatures,
    files: batch.progress.scans,
    found: wire.found,
    differences: wire.differences,
    lateness: wire.lateness,
    opensOn: wire.opensOn,
    closesOn: wire.closesOn,
    closed: isClosed ? { at: last.at, by: last.person, reason: last.reason } : null,
    printedAt: new Date(),
  };
}
