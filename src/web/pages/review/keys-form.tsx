/** Chooses keys: a button a command, the next key pressed is its own. Kept with the account. */
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FREE_KEYS, holderOf, KEY_COMMANDS, type KeyCommand, keysOf, type OwnKeys } from '../../../domain/keys.ts';
import { useOwnKeys, useSessionActions } from '../../http/session.ts';
import { ProblemNote } from '../../parts/notes.tsx';
import { keyOf } from './bindings.ts';
import { KeyCaps, useKeyParts } from './key-names.tsx';

const MODIFIERS = ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta'];

export function KeysForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const parts = useKeyParts();
  const kept = useOwnKeys();
  const { chooseKeys } = useSessionActions();
  const [own, setOwn] = useState<OwnKeys>(kept);
  const [waiting, setWaiting] = useState<KeyCommand | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  function choose(command: KeyCommand, event: KeyboardEvent) {
    if (waiting !== command || MODIFIERS.includes(event.key)) return;
    if (event.key === 'Tab') return setWaiting(null);
    event.preventDefault();
    event.stopPropagation();
    const key = keyOf(event.nativeEvent);
    const words = key === null ? event.key : parts(key).join('+');
    if (key === null || !FREE_KEYS.includes(key)) return setWrong(t('review.keyTaken', { key: words }));
    const holder = holderOf(key, command, own);
    if (holder !== null) return setWrong(t('review.keyInUse', { key: words, command: t(`review.keys.${holder}`) }));
    setWrong(null);
    setWaiting(null);
    setOwn({ ...own, [command]: key });
  }

  async function save() {
    try {
      await chooseKeys(own);
      onDone();
    } catch (caught) {
      setError(caught);
    }
  }

  return (
    <>
      <p className="small soft">{t('review.changeKeysLead')}</p>
      <p className="keys-wrong" role="alert">
        {wrong}
      </p>
      <ul className="key-choices">
        {KEY_COMMANDS.map((command) => (
          <li key={command}>
            <button
              type="button"
              className="button"
              data-kind="quiet"
              aria-pressed={waiting === command}
              aria-label={`${t(`review.keys.${command}`)}: ${keysOf(command, own)
                .map((key) => parts(key).join('+'))
                .join(', ')}`}
              onClick={() => {
                setWrong(null);
                setWaiting(command);
              }}
              onBlur={() => setWaiting(null)}
              onKeyDown={(event) => choose(command, event)}
            >
              {waiting === command ? t('review.pressKey') : <KeyCaps keys={keysOf(command, own)} />}
            </button>
            <span>{t(`review.keys.${command}`)}</span>
          </li>
        ))}
      </ul>
      {error !== null && <ProblemNote error={error} />}
      <p className="buttons">
        <button type="button" className="button" data-kind="primary" onClick={() => void save()}>
          {t('common.save')}
        </button>
        <button type="button" className="button" onClick={() => setOwn({})}>
          {t('review.usualKeys')}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onDone}>
          {t('common.cancel')}
        </button>
      </p>
    </>
  );
}
