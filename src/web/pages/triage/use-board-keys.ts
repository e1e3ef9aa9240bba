/** The board by keyboard: arrows from page to page, one key an action. Keys work while the focus is on a page of it. */
import { type KeyboardEvent, useEffect, useRef } from 'react';

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

const isWriting = (target: EventTarget) =>
  target instanceof HTMLElement &&
  (['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName) || target.closest('dialog'));

/** Give `list` to the list, `onKeyDown` too; each page is an element with `data-card`, its actions have `data-key`. */
export function useBoardKeys(cards: string[]) {
  const list = useRef<HTMLUListElement>(null);
  const at = useRef(0);
  const all = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];

  function step(event: KeyboardEvent, by: number): void {
    const found = all();
    const here = found.findIndex((card) => card.contains(event.target as Node));
    const next = found[Math.max(0, Math.min(found.length - 1, here + by))];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || isWriting(event.target)) return;
    const by = STEPS[event.key];
    if (by !== undefined) {
      step(event, by);
      return;
    }
    const card = (event.target as HTMLElement).closest('[data-card]');
    const action = card?.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (!action) return;
    event.preventDefault();
    if (action.tagName === 'SELECT') action.focus();
    else action.click();
  }

  function onFocus(event: { target: EventTarget }): void {
    at.current = all().findIndex((card) => card.contains(event.target as Node));
  }

  // Whoever settled a page by key goes on with the one that moved into its place.
  const shown = cards.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the pages on the board
  useEffect(() => {
    const isLost = document.activeElement === document.body || document.activeElement?.id === 'content';
    if (!isLost) return;
    const found = all();
    found[Math.max(0, Math.min(at.current, found.length - 1))]?.focus({ preventScroll: at.current === 0 });
  }, [shown]);

  return { list, onKeyDown, onFocus };
}
