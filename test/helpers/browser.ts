/** A real browser: the system's Chromium when there is one, else the headless one that comes as an npm package. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './requirements.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function systemBrowser(): string | null {
  const found = PROGRAMS.map(findProgram).find((path) => path !== null);
  return found ?? (existsSync(MAC) ? MAC : null);
}

export async function launchBrowser(): Promise<Browser> {
  // Chromium's own sandbox refuses to start as root; the pages under test are ours alone.
  const flags = ['--no-sandbox', '--disable-dev-shm-usage'];
  const system = systemBrowser();
  if (system !== null) return await chromium.launch({ executablePath: system, args: flags });
  const { default: packaged } = await import('@sparticuz/chromium');
  return await chromium.launch({ executablePath: await packaged.executablePath(), args: [...packaged.args, ...flags] });
}
