/** A stored signer as it travels, with what this person may not see left out. */
import type { RejectionReason } from '../../domain/reasons.ts';
import type { Role } from '../../domain/roles.ts';
import type { SignerWire } from '../../domain/wire-signer.ts';
import { sheetName } from '../../store/line.ts';
import { isBeingMeasured, type SignerWithPlace } from '../../store/signer.ts';
import { stripUrl } from './claim-wire.ts';

export interface Viewer {
  isOfficer: boolean;
  /** Keys lines and does nothing else: what a sample is to measure must come from the paper. */
  isKeyer: boolean;
}

export const viewerOf = ({ roles }: { roles: readonly Role[] }): Viewer => ({
  isOfficer: roles.includes('dpo'),
  isKeyer: !roles.includes('dpo') && !roles.includes('supervisor'),
});

/** Restricted content is for the data protection officer's eyes; what is being keyed a second time for nobody's. */
export function isHidden(signer: SignerWithPlace, { isOfficer, isKeyer }: Viewer): boolean {
  if (signer.line.state === 'in_second_keying' || (isKeyer && isBeingMeasured(signer))) return true;
  return signer.line.restrictedAt !== null && !isOfficer;
}

export function toSignerWire(signer: SignerWithPlace, viewer: Viewer): SignerWire {
  const { line } = signer;
  return {
    id: signer.id,
    lineId: line.id,
    lineVersion: line.version,
    lineState: line.state,
    reason: line.reason as RejectionReason | null,
    petitionId: signer.petitionId,
    pageId: line.pageId,
    sheet: sheetName(line.page),
    line: line.index,
    fields: isHidden(signer, viewer) ? null : (signer.fields as Record<string, string> | null),
    storedAt: signer.storedAt.toISOString(),
    restricted: line.restrictedAt !== null,
    erased: line.erasedAt !== null,
    contactConsent: line.contactConsent,
    stripUrl: stripUrl(line.id),
  };
}
