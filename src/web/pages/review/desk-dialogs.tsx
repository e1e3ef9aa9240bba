import type { HandBackReason } from '../../../domain/hand-back.ts';
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { missingFields } from './draft.ts';
import { HandBackDialog } from './hand-back-dialog.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { NoteDialog, type NoteKind } from './note-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { SheetDialog } from './sheet-dialog.tsx';
import type { Work } from './station-types.ts';
import { isUnsigned, suggestedReason } from './suggested-reason.ts';

export type OpenDialog = 'reasons' | 'help' | 'page' | 'hand_back' | NoteKind | null;

interface DeskDialogsProps {
  dialog: OpenDialog;
  work: Work;
  petition: PetitionWire;
  onReason(reason: RejectionReason): void;
  onAcceptAnyway(): void;
  onNote(kind: NoteKind, text: string, personId: string | null): void;
  onHandBack(reason: HandBackReason): void;
  onClose(): void;
}

export function DeskDialogs({ dialog, work, petition, onClose, ...on }: DeskDialogsProps) {
  const { claim, draft } = work;
  switch (dialog) {
    case null:
      return null;
    case 'help':
      return <HelpDialog isRecorded={petition.settings.recordOfWork} onClose={onClose} />;
    case 'page':
      return <SheetDialog claim={claim} onClose={onClose} />;
    case 'hand_back':
      return <HandBackDialog onReason={on.onHandBack} onClose={onClose} />;
    case 'reasons': {
      const missing = missingFields(claim, draft);
      return (
        <ReasonDialog
          reasons={petition.reasons}
          suggested={suggestedReason(claim, draft)}
          canAcceptAnyway={missing.length === 0 && isUnsigned(claim)}
          missing={missing.map((name) => claim.formFields.find((one) => one.name === name)?.label ?? name)}
          onReason={on.onReason}
          onAcceptAnyway={on.onAcceptAnyway}
          onClose={onClose}
        />
      );
    }
    default:
      return (
        <NoteDialog
          kind={dialog}
          lineId={claim.id}
          onSend={(text, personId) => on.onNote(dialog, text, personId)}
          onClose={onClose}
        />
      );
  }
}
