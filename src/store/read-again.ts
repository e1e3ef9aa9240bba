/** A page on which people have decided is read again beside itself: from the same file, as a page of its own. */
import { ConflictError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import type { Transaction } from './database.ts';
import type { Page } from './generated/client.ts';
import type { PageKey } from './page.ts';
import type { RestartOptions } from './restart-page.ts';
import { createPart } from './scan-part.ts';

/** Answers the new page. @throws ConflictError `replacement_pending` */
export async function readAgain(
  transaction: Transaction,
  { page, personId, change }: { page: Page; personId: string; change: RestartOptions['change'] },
): Promise<PageKey> {
  const pending = await transaction.page.findFirst({
    where: { twinOfId: page.id, twinVerdict: 'replaces', state: { notIn: ['withdrawn', 'read'] } },
    select: { id: true },
  });
  if (pending !== null) {
    throw new ConflictError('replacement_pending', 'This page is being read again already.', {
      remedy: 'Wait for the other page, or settle it on the triage board.',
    });
  }
  const { scanId, number } = page;
  const partId = await createPart(transaction, { scanId });
  const { kind, ...details } = change;
  const second = await transaction.page.create({
    data: {
      scanId: partId,
      number,
      turnedBy: (page.turnedBy + (change.kind === 'turned' ? change.degrees : 0)) % 360,
      chosenFormId: change.kind === 'form_chosen' ? change.formDefinitionId : page.chosenFormId,
      twinOfId: page.id,
      twinVerdict: 'replaces',
    },
  });
  await recordAudit(transaction, {
    personId,
    kind: `page_${kind}`,
    subjectType: 'page',
    subjectId: page.id,
    details: { ...details, as: second.id },
  });
  return { pageId: second.id, generation: second.generation, attempt: second.attempt };
}
