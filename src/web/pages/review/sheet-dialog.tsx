import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { Dialog } from '../../parts/dialog.tsx';

/** px a press of an arrow key scrolls: right, down. */
const SCROLLS: Record<string, [number, number]> = {
  ArrowUp: [0, -120],
  ArrowDown: [0, 120],
  ArrowLeft: [-120, 0],
  ArrowRight: [120, 0],
};

/** The whole sheet, for what the strip does not show; F2 or Escape goes back to the line. */
export function SheetDialog({ claim, onClose }: { claim: ClaimWire; onClose: () => void }) {
  const { t } = useTranslation();
  const [turned, setTurned] = useState(0);
  const [isLarge, setLarge] = useState(false);

  const frame = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent<HTMLDialogElement>) {
    const [right, down] = SCROLLS[event.key] ?? [0, 0];
    if (event.key === 'F2') onClose();
    else if (event.key.toLowerCase() === 'r') setTurned((now) => (now + 90) % 360);
    else if (event.key === '+' || event.key === '-') setLarge(event.key === '+');
    else if (right !== 0 || down !== 0) frame.current?.scrollBy(right, down);
    else return;
    event.preventDefault();
  }

  const title = t('review.sheetTitle', { file: claim.place.file, page: claim.place.page });
  return (
    <Dialog title={title} onClose={onClose} className="sheet-dialog" onKeyDown={onKeyDown}>
      <div className="sheet-frame" data-large={isLarge || undefined} ref={frame}>
        <img
          className="sheet-picture"
          src={`/api/pages/${claim.pageId}/image`}
          alt={t('review.sheetAlt')}
          style={{ rotate: `${turned}deg` }}
        />
      </div>
      <p className="small soft">{t('review.sheetKeys')}</p>
    </Dialog>
  );
}
