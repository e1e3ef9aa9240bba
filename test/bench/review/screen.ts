/** What somebody at the station sees, and when the next strip was painted. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';

export interface Screen {
  /** Null while no line is on the desk. */
  lineId: string | null;
  isEmpty: boolean;
  focused: string | null;
  /** Name and what stands in it, in the order of the Tab key. */
  fields: { name: string; value: string }[];
  choices: { value: string; hasNumber: boolean }[];
  isAsked: boolean;
}

const LOOK = `(() => {
  const strip = document.querySelector('.stage img[data-current]');
  const focus = document.activeElement?.id ?? '';
  return {
    lineId: strip?.dataset.line ?? null,
    isEmpty: strip === null && document.querySelector('.blank-state') !== null,
    focused: focus.startsWith('field-') ? focus.slice(6) : null,
    fields: [...document.querySelectorAll('.keyed-input input')].map((input) => ({
      name: input.id.slice(6),
      value: input.value,
    })),
    choices: [...document.querySelectorAll('.choices .choice')].map((choice) => ({
      value: choice.querySelector('.value').textContent,
      hasNumber: /^[1-9]$/.test(choice.querySelector('kbd').textContent),
    })),
    isAsked: document.querySelector('dialog[open]') !== null,
  };
})()`;

export const look = (page: Page): Promise<Screen> => page.evaluate<Screen>(LOOK);

/** ms between two looks, and until something is given up. */
const POLL = 5;
const PATIENCE = 180_000;

/** The desk with another line on it, or without any. */
export async function lookAtNext(page: Page, lineId: string | null): Promise<Screen> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(POLL)) {
    const screen = await look(page);
    if (screen.isEmpty || (screen.lineId !== null && screen.lineId !== lineId && screen.focused !== null))
      return screen;
  }
  const shown = await page.evaluate<string>('document.body.innerText');
  throw new Error(`No next line after ${lineId}; the page says: ${shown.slice(0, 400)}`);
}

/**
 * From the last key until the strip that it brought is decoded and a frame with it was handed over: the message comes
 * after the frame's own work. `event.timeStamp` is when the browser got the key.
 */
export const WATCH_STRIPS = `(() => {
  let pressed = 0;
  let last = null;
  window.stripTimes = [];
  addEventListener('keydown', (event) => { pressed = event.timeStamp; }, true);
  const seen = () => {
    const strip = document.querySelector('.stage img[data-current]');
    const line = strip?.dataset.line;
    if (line === undefined || line === last) return;
    last = line;
    const from = pressed;
    const painted = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.stripTimes.push({ line, ms: performance.now() - from });
      port2.postMessage(null);
    };
    strip.decode().catch(() => {}).then(() => requestAnimationFrame(painted));
  };
  const options = { subtree: true, childList: true, attributes: true, attributeFilter: ['data-current', 'data-line'] };
  new MutationObserver(seen).observe(document, options);
})()`;

/** ms a strip; the first one, which no decision brought, is left out. */
export async function stripTimes(page: Page): Promise<number[]> {
  const times = await page.evaluate<{ ms: number }[]>('window.stripTimes');
  return times.slice(1).map(({ ms }) => ms);
}
