/** Keys as they are printed on keyboards, in the reader's language and under the person's own keys. */
import { useTranslation } from 'react-i18next';
import { type KeyCommand, keysOf } from '../../../domain/keys.ts';
import { useOwnKeys } from '../../http/session.ts';

/** Parts of a key's name that are not the same in every language. */
const NAMED = {
  Enter: 'enter',
  Tab: 'tab',
  Alt: 'alt',
  Shift: 'shift',
  Escape: 'escape',
  Ctrl: 'ctrl',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Insert: 'insert',
} as const;
const ARROWS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓' };

/** Answers how a key is printed, part by part. */
export function useKeyParts(): (key: string) => string[] {
  const { t } = useTranslation();
  return (key) =>
    key.split('+').map((part) => {
      const named = NAMED[part as keyof typeof NAMED];
      return named === undefined ? (ARROWS[part] ?? part) : t(`review.key.${named}`);
    });
}

/** Answers the first key of a command, in words: `Alt+↑`. */
export function useKeyOf(): (command: KeyCommand) => string {
  const own = useOwnKeys();
  const parts = useKeyParts();
  return (command) => parts(keysOf(command, own)[0] ?? '').join('+');
}

export function KeyCaps({ keys }: { keys: readonly string[] }) {
  const parts = useKeyParts();
  return keys.map((key) => (
    <span className="key-caps" key={key}>
      {parts(key).map((part) => (
        <kbd className="key" key={part}>
          {part}
        </kbd>
      ))}
    </span>
  ));
}
