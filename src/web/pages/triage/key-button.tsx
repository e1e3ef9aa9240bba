import type { ComponentProps } from 'react';

interface KeyButtonProps extends ComponentProps<'button'> {
  label: string;
  /** Tells the pages apart for those who hear the buttons. */
  about: string;
  /** Where there is a board to press it on. */
  hotkey: string | undefined;
  kind?: 'primary' | 'quiet' | 'grave';
}

/** A button that one key presses too; the style sheet shows the key. */
export function KeyButton({ label, about, hotkey, kind, ...button }: KeyButtonProps) {
  return (
    <button
      type="button"
      className="button"
      aria-label={`${label}: ${about}`}
      aria-keyshortcuts={hotkey}
      data-key={hotkey}
      data-kind={kind}
      {...button}
    >
      {label}
    </button>
  );
}
