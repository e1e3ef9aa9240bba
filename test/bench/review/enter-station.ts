/** The way in: sign-in by keys in a browser that knows nothing yet, to the first strip; what comes over the wire meanwhile. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ClaimWire } from '../../../src/domain/wire-review.ts';
import type { Reviewer } from './attentive-reviewer.ts';
import { createKeyboard } from './keyboard.ts';
import { lookAtNext, WATCH_STRIPS } from './screen.ts';

const SCREEN = { width: 1366, height: 768 };

export interface Entered extends Reviewer {
  /** Bytes that came over the wire until the first strip was there, compressed and with their heads, strips left out. */
  bytes: number;
  close(): Promise<void>;
}

/** ms. */
const POLL = 20;

/** Everything that this page asks for, but strips and the stream of events that never ends. */
async function watchWire(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page);
  const sizes = new Map<string, number>();
  const open = new Set<string>();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.endsWith('/strip') && !request.url.endsWith('/api/events')) open.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (open.delete(requestId)) sizes.set(requestId, encodedDataLength);
  });
  session.on('Network.loadingFailed', ({ requestId }) => open.delete(requestId));
  await session.send('Network.enable');
  return {
    async settled(): Promise<number> {
      // Not waitForFunction: the pages' policy forbids what it does.
      while (open.size > 0 || !(await page.evaluate<boolean>('window.stripTimes.length > 0'))) await wait(POLL);
      return [...sizes.values()].reduce((sum, size) => sum + size, 0);
    },
  };
}

export async function enterStation(
  browser: Browser,
  address: string,
  account: { email: string; password: string; petitionId: string },
): Promise<Entered> {
  const context = await browser.newContext({ viewport: SCREEN });
  await context.addInitScript({
    content: `${WATCH_STRIPS}; localStorage.setItem('paraphe.petition', '${account.petitionId}');`,
  });
  const page = await context.newPage();
  const claims = new Map<string, ClaimWire>();
  page.on('response', async (response) => {
    if (!response.url().endsWith('/api/review/claims') || !response.ok()) return;
    const { items } = (await response.json()) as { items: ClaimWire[] };
    for (const claim of items) claims.set(claim.id, claim);
  });
  const wire = await watchWire(context, page);
  const keyboard = await createKeyboard(page);
  await page.goto(address);
  await page.waitForSelector('input[name=email]:focus');
  await page.keyboard.type(account.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(account.password);
  await page.keyboard.press('Enter');
  await lookAtNext(page, null);
  return { page, keyboard, claims, bytes: await wire.settled(), close: () => context.close() };
}
