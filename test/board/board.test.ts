import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
import { decisionInput } from '../graphql/decision.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { noBrowser, openPage, type OpenedPage } from './browser.ts';
import { shortcomings } from './shortcomings.ts';

describe.skipIf(noBrowser)(`the board in a browser ${noBrowser ?? ''}`, () => {
  const services: TestService[] = [];
  let opened: OpenedPage;

  beforeAll(async () => {
    services.push(await startTestService());
    opened = await openPage(`${services[0]!.url}/board`);
  });

  afterAll(async () => {
    await opened.close();
    for (const service of services.reverse()) await service.end();
  });

  it('is live, and says who it is for and in which language', async () => {
    const { page } = opened;
    await page.locator('.status[data-status=live]').waitFor();
    expect(await page.getByText('Token').count()).toBe(0);
    expect(await page.evaluate(shortcomings)).toEqual([]);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contact groups, live' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: 'Dansk' }).click();
  });

  it('plays an example of the note, and its changes arrive with their reasons', async () => {
    const { page } = opened;
    await page.getByLabel('Eksempel').selectOption('E1');
    await page.getByRole('button', { name: /Afspil$/ }).click();
    const entries = page.locator('.changes > li');
    await expect.poll(() => entries.count()).toBe(2);
    const latest = await entries.first().innerText();
    expect(latest).toMatch(/2\s*→\s*ændret til\s*11/);
    expect(latest).toContain('Den senest modtagne ydelse er den gældende.');
    expect(latest).toContain('overlappende ydelse');
    expect(latest).toMatch(/Kommune 101 · \d\d\.\d\d\.\d\d\n/);
    await page
      .locator('.steps')
      .getByText(/KY-id B · \d\d\.\d\d\.20\d\d/)
      .waitFor();
    await entries.first().getByText('Notens ordlyd').click();
    await entries.first().getByText('Kontaktgruppe ændres fra 2 til 11').waitFor();
    await page.getByText('Som noten siger').waitFor();
    await page.getByRole('link', { name: 'Spring ændringerne over' }).press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('find');
    await page.getByRole('img', { name: 'Kontaktgrupper over tid' }).waitFor();
    expect(await page.locator('rect.stay').count()).toBe(2);
    expect(await page.evaluate(shortcomings)).toEqual([]);
  });

  it('says what a decision would do, what is wrong with it where it is wrong, and what it did', async () => {
    const { page } = opened;
    const form = page.getByRole('region', { name: 'Prøv en afgørelse' });
    await form.getByText('Det vil ske').waitFor();
    await form.getByText('Borgeren er ikke i en kontaktgruppe.').first().waitFor();
    await form.getByLabel('CPR-nummer').fill('3102');
    await form.getByText('Ti cifre med mulig dag og måned').waitFor();
    const cpr = form.getByLabel('CPR-nummer');
    expect(await cpr.getAttribute('aria-invalid')).toBe('true');
    expect(await cpr.getAttribute('aria-describedby')).toBe('error-cpr');
    await form.getByRole('button', { name: 'Send afgørelse' }).click();
    await form.getByText('Ti cifre med mulig dag og måned').waitFor();
    await cpr.fill('2902910001');
    await form.getByText('Det vil ske').waitFor();
    await form.getByRole('button', { name: 'Send afgørelse' }).press('Enter');
    await form.getByText('Det skete der').waitFor();
    await form.getByText('åbnet', { exact: false }).first().waitFor();
    await expect.poll(() => page.locator('.changes > li').count()).toBe(3);
  });

  it('goes on by itself after the server restarts, with what happened meanwhile', async () => {
    const { page } = opened;
    const first = services[0]!;
    const elsewhere = await startTestService({ databaseUrl: urlOf(first.database.address) });
    services.push(elsewhere);
    await first.close();
    await page.locator('.status[data-status="cut off"]').waitFor();
    expect(await page.getByRole('status').innerText()).toMatch(/Afbrudt siden\s+\d\d\.\d\d\.\d\d$/);
    await elsewhere.post(
      'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }',
      { input: decisionInput({ cpr: '2902910002' }) },
    );
    services.push(
      await startTestService({
        databaseUrl: urlOf(first.database.address),
        port: Number(new URL(first.url).port),
      }),
    );
    await page.locator('.status[data-status=live]').waitFor();
    await expect.poll(() => page.locator('.changes > li').count()).toBe(4);
  }, 60_000);

  it('asks nothing of any other host, and does nothing that its policy forbids', () => {
    expect(opened.outside).toEqual([]);
    expect(opened.faults).toEqual([]);
  });
});
