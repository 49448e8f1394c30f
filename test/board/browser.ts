import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why there is no browser to test in; null where there is one. */
export const noBrowser = existsSync(executablePath)
  ? null
  : `skipped, for there is no ${executablePath}: apt-get install chromium`;

/** A page in a browser of its own, and what a page should not do. */
export interface OpenedPage {
  readonly page: Page;
  /** What it asked of other hosts. */
  readonly outside: readonly string[];
  /** What it threw, and what its policy forbade. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Opens a page at a URL. */
export async function openPage(url: string): Promise<OpenedPage> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...quiet],
  });
  const page = await browser.newPage();
  const { host } = new URL(url);
  const outside: string[] = [];
  const faults: string[] = [];
  const note = (asked: string) => {
    if (!/^(data|blob):/.test(asked) && new URL(asked).host !== host) outside.push(asked);
  };
  page.on('request', (request) => {
    note(request.url());
  });
  page.on('websocket', (socket) => {
    note(socket.url());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  await page.goto(url);
  return { page, outside, faults, close: () => browser.close() };
}
