import type { ComponentProps } from 'react';

interface KeyButtonProps extends ComponentProps<'button'> {
  label: string;
  /** Tells the pages apart for those who hear the buttons. */
  about: string;
  hotkey: string;
  kind?: 'primary' | 'quiet' | 'grave';
}

/** A button that one key presses too, and says which. */
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
      <kbd>{hotkey}</kbd>
    </button>
  );
}
