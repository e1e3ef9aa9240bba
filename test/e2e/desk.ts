/** The built pages on the real application with a database of its own, in a real browser: for tests of what people see. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { WatchSettings } from '../../src/api/intake/watch-desk.ts';
import type { Role } from '../../src/domain/roles.ts';
import { withTransaction } from '../../src/store/database.ts';
import { createPetition, type NewPetition } from '../../src/store/petition.ts';
import { type Api, type Client, startApi } from '../helpers/api.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { sampleForm } from '../helpers/intake-bench.ts';

const WEB = fileURLToPath(new URL('../../build/web', import.meta.url));

export interface Look {
  language?: 'fr' | 'en';
  theme?: 'light' | 'dark';
}

export interface Sitting {
  client: Client;
  context: BrowserContext;
  page: Page;
  /** What the browser complained about: errors of scripts and of the content security policy. */
  complaints: string[];
}

export interface Desk {
  api: Api;
  address: string;
  petitionId: string;
  batchId: string;
  /** Somebody with these roles, signed in, in a browser window of their own. */
  sit(roles: Role[], look?: Look): Promise<Sitting>;
  /** A window in which nobody is signed in. */
  window(look?: Look): Promise<Pick<Sitting, 'context' | 'page' | 'complaints'>>;
  /** Closes every window. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

async function openWindow(browser: Browser, { language = 'en', theme = 'light' }: Look) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
  await context.addInitScript({
    content: `localStorage.setItem('paraphe.theme', '${theme}'); localStorage.setItem('paraphe.language', '${language}');`,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  return { context, page, complaints };
}

export async function openDesk(petition: Partial<NewPetition> = {}, watch: WatchSettings | null = null): Promise<Desk> {
  if (!existsSync(`${WEB}/index.html`)) throw new Error('The pages are not built: run the tests through npm test.');
  const api = await startApi({ webFolder: WEB }, false, watch);
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  const address = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  const petitionId = await withTransaction(api.database, (transaction) =>
    createPetition(transaction, { title: 'Freedom for the detained', language: 'fr', form: sampleForm(), ...petition }),
  );
  const batch = await api.database.batch.create({ data: { petitionId, name: 'Monday’s envelope' } });
  return {
    api,
    address,
    petitionId,
    batchId: batch.id,
    window: (look = {}) => openWindow(browser, look),
    async sit(roles, look = {}) {
      const client = await api.enter(...roles);
      const opened = await openWindow(browser, look);
      const [name = '', value = ''] = client.cookie.split(/=(.*)/s);
      await opened.context.addCookies([{ name, value, url: address, httpOnly: true, sameSite: 'Strict' }]);
      return { client, ...opened };
    },
    async clear() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await api.close();
    },
  };
}
