import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionInput } from '../graphql/decision.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { noBrowser, openPage, type OpenedPage } from './browser.ts';

describe.skipIf(noBrowser)(`the explorer in a browser ${noBrowser ?? ''}`, () => {
  let service: TestService;
  let opened: OpenedPage;

  beforeAll(async () => {
    service = await startTestService();
    opened = await openPage(`${service.url}/explorer`);
  });

  afterAll(async () => {
    await opened.close();
    await service.end();
  });

  it('runs an operation that stands ready', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.getByRole('button', { name: /execute query/i }).click();
    await expect.poll(() => page.locator('.result-window').innerText()).toContain('first-grant');
  });

  it('hears of changes', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.locator('.graphiql-query-editor').getByText('contactGroupChanged').waitFor();
    // GraphiQL takes a moment to see that the tab holds another operation.
    const subscribed = async () => {
      const execute = page.getByRole('button', { name: /execute query/i });
      if (service.subscribers() === 0) await execute.click({ timeout: 500 }).catch(() => undefined);
      return service.subscribers();
    };
    await expect.poll(subscribed, { interval: 500 }).toBe(1);
    await service.post(
      'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }',
      { input: decisionInput() },
    );
    await expect.poll(() => page.locator('.result-window').innerText()).toContain('OPENED');
  });

  it('asks nothing of any other host, and does nothing that its policy forbids', () => {
    expect(opened.outside).toEqual([]);
    expect(opened.faults).toEqual([]);
  });
});

describe('pages', () => {
  it('are at their names, with a slash behind them or not', async () => {
    const service = await startTestService();
    for (const page of ['board', 'explorer'])
      for (const path of [`/${page}`, `/${page}/`]) {
        const { status, headers } = await fetch(service.url + path);
        expect([path, status, headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
      }
    await service.end();
  });

  it('are served as they are chosen, and never the explorer in production', async () => {
    const service = await startTestService({ nodeEnv: 'production', board: false });
    expect((await service.send('/board')).status).toBe(404);
    expect((await service.send('/explorer')).status).toBe(404);
    await service.end();
  });
});
