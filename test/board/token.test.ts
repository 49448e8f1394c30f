import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenIssuer, type TokenIssuer } from '../auth/issuer.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { noBrowser, openPage, type OpenedPage } from './browser.ts';
import { shortcomings } from './shortcomings.ts';

describe.skipIf(noBrowser)(`the board where callers must be known ${noBrowser ?? ''}`, () => {
  let issuer: TokenIssuer;
  let service: TestService;
  let opened: OpenedPage;

  beforeAll(async () => {
    issuer = await createTokenIssuer();
    service = await startTestService({ tokens: issuer.options, nodeEnv: 'production' });
    opened = await openPage(`${service.url}/board/`);
  });

  afterAll(async () => {
    await opened.close();
    await service.end();
    await issuer.end();
  });

  const give = async (token: string) => {
    await opened.page.getByLabel('Token').fill(token);
    await opened.page.getByRole('button', { name: 'Brug token' }).click();
  };

  it('asks for a token, and says what is wrong with one', async () => {
    const { page } = opened;
    await page.getByText('Serveren skal vide, hvem der spørger').waitFor();
    expect(await page.getByRole('status').innerText()).toContain('Stoppet');
    expect(await page.evaluate(shortcomings)).toEqual([]);
    await give('x.y.z');
    await page.getByText('Tokenet gælder ikke her').waitFor();
    await give(await issuer.token('sickness:report', ['*']));
    await page.getByText('Det giver tokenet ikke adgang til.').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('The token does not allow that.').waitFor();
    await page.getByRole('button', { name: 'Dansk' }).click();
  });

  it('is live with a good one, after loading anew too, and has it in no URL', async () => {
    const { page } = opened;
    await give(`Bearer ${await issuer.token('citizens:read decisions:submit', ['*'])}`);
    await page.locator('.status[data-status=live]').waitFor();
    await page.reload();
    await page.locator('.status[data-status=live]').waitFor();
    await page.getByText('Der bruges et token.').waitFor();
    await page.getByLabel('Eksempel').selectOption('E1');
    await page.getByRole('button', { name: /Afspil$/ }).click();
    await expect.poll(() => page.locator('.changes > li').count()).toBe(2);
    expect(page.url()).toBe(`${service.url}/board/`);
    expect(await page.evaluate('localStorage.getItem("token")')).toBe(null);
  });

  it('says that a token may not send', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Glem token' }).click();
    await give(await issuer.token('citizens:read', ['*']));
    await page.locator('.status[data-status=live]').waitFor();
    await page.getByRole('button', { name: 'Send afgørelse' }).click();
    await page.getByText('Det lykkedes ikke: Det giver tokenet ikke adgang til.').waitFor();
  });

  it('asks for another one when it expires', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Glem token' }).click();
    // Good for six seconds here: the server's clock may be five behind.
    await give(await issuer.token('citizens:read', ['*'], 1));
    await expect.poll(() => page.locator('.changes > li').count()).toBe(2);
    await page.getByText('Tokenet gælder ikke her').waitFor();
    expect(opened.outside).toEqual([]);
    expect(opened.faults).toEqual([]);
  });
});
