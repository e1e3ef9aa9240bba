import type { KeyboardEvent } from 'react';

/** Arrow keys go up and down a dialog's list of buttons, round at its ends. */
export function moveInList(event: KeyboardEvent<HTMLDialogElement>): void {
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.reason-list button')];
  const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const by = event.key === 'ArrowDown' ? 1 : -1;
  buttons[(now + by + buttons.length) % buttons.length]?.focus();
}
