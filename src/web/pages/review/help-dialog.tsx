import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type KeyCommand, keysOf } from '../../../domain/keys.ts';
import { useOwnKeys } from '../../http/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { KeyCaps } from './key-names.tsx';
import { KeysForm } from './keys-form.tsx';

/** In the order in which somebody learns them. */
const SHOWN: readonly (KeyCommand | 'move' | 'number' | 'direct')[] = [
  ...([
    'accept',
    'move',
    'next_choice',
    'previous_choice',
    'number',
    'ditto_field',
    'ditto_address',
    'checked_field',
  ] as const),
  ...(['reasons', 'suggested_reason', 'direct', 'accept_anyway', 'undo'] as const),
  ...(['postpone', 'ask', 'escalate', 'hand_back'] as const),
  ...(['page', 'contrast', 'turn', 'zoom_in', 'zoom_out', 'consent', 'help'] as const),
];
/** Keys that are the same for everybody. */
const FIXED: Record<'move' | 'number' | 'direct', readonly string[]> = {
  move: ['Tab'],
  number: ['1', '…', '9'],
  direct: ['Alt+X'],
};

/** The keys as they are now; each person may choose others. `isRecorded`: time and keys of decisions are kept. */
export function HelpDialog({ isRecorded, onClose }: { isRecorded: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const own = useOwnKeys();
  const [isChanging, setChanging] = useState(false);
  if (isChanging) {
    return (
      <Dialog title={t('review.changeKeys')} onClose={onClose} className="keys-dialog">
        <KeysForm onDone={() => setChanging(false)} />
      </Dialog>
    );
  }
  const keysFor = (name: (typeof SHOWN)[number]) =>
    name === 'move' || name === 'number' || name === 'direct' ? FIXED[name] : keysOf(name, own);
  return (
    <Dialog title={t('review.helpTitle')} onClose={onClose} className="keys-dialog">
      <dl className="key-list">
        {SHOWN.map((name) => (
          <div key={name}>
            <dt>
              <KeyCaps keys={keysFor(name)} />
            </dt>
            <dd>{t(`review.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="small soft">{t('review.helpFoot')}</p>
      <p className="small soft">{t(isRecorded ? 'review.recorded' : 'review.notRecorded')}</p>
      <p className="buttons">
        <button type="button" className="button" onClick={() => setChanging(true)}>
          {t('review.changeKeys')}
        </button>
      </p>
    </Dialog>
  );
}
