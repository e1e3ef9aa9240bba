/** Keys as the browser gets them from a hand; every press counts one, whatever is held down with it. */
import type { CDPSession, Page } from 'playwright-core';

export interface Keyboard {
  press(key: string): Promise<void>;
  count(): number;
}

const IS_ASCII = /^[\x20-\x7e]$/;

/** Letters that a US keyboard lacks arrive as the key events of one that has them. */
async function pressLetter(session: CDPSession, letter: string): Promise<void> {
  const event = { key: letter, text: letter, unmodifiedText: letter };
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter });
}

export async function createKeyboard(page: Page): Promise<Keyboard> {
  const session = await page.context().newCDPSession(page);
  let presses = 0;
  return {
    async press(key) {
      presses += 1;
      if ([...key].length === 1 && !IS_ASCII.test(key)) await pressLetter(session, key);
      else await page.keyboard.press(key === ' ' ? 'Space' : key);
    },
    count: () => presses,
  };
}
