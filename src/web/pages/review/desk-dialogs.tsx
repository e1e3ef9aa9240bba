import type { RejectionReason } from '../../../domain/reasons.ts';
import { missingFields } from './draft.ts';
import { HelpDialog } from './help-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { SheetDialog } from './sheet-dialog.tsx';
import type { Work } from './station.ts';
import { isUnsigned, suggestedReason } from './suggested-reason.ts';

export type OpenDialog = 'reasons' | 'help' | 'page' | null;

interface DeskDialogsProps {
  dialog: OpenDialog;
  work: Work;
  reasons: readonly RejectionReason[];
  onReason(reason: RejectionReason): void;
  onAcceptAnyway(): void;
  onClose(): void;
}

export function DeskDialogs({ dialog, work, reasons, onReason, onAcceptAnyway, onClose }: DeskDialogsProps) {
  const { claim, draft } = work;
  if (dialog === 'help') return <HelpDialog onClose={onClose} />;
  if (dialog === 'page') return <SheetDialog claim={claim} onClose={onClose} />;
  if (dialog === null) return null;
  const missing = missingFields(claim, draft);
  return (
    <ReasonDialog
      reasons={reasons}
      suggested={suggestedReason(claim, draft)}
      canAcceptAnyway={missing.length === 0 && isUnsigned(claim)}
      missing={missing.map((name) => claim.formFields.find((one) => one.name === name)?.label ?? name)}
      onReason={onReason}
      onAcceptAnyway={onAcceptAnyway}
      onClose={onClose}
    />
  );
}
