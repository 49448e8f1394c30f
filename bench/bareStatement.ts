import { addDecision, appendOf, beginCitizen } from '../src/commands/decideBatch.ts';
import { byKeys, connect, type DatabaseParts } from '../src/storage/address.ts';
import { append } from '../src/storage/append.ts';
import { load } from '../src/storage/load.ts';
import { cprOf, groupOf, municipalityOf } from './citizens.ts';
import { cprCipher } from './keys.ts';
import { quantile } from './load.ts';
import type { Population } from './seed.ts';

/** Milliseconds that the statement alone takes which writes one decision, on an idle server: the middle of a thousand. */
export async function bareStatement(address: DatabaseParts, { citizens }: Population): Promise<number> {
  const sql = connect(address, { max: 1, settings: byKeys });
  const milliseconds: number[] = [];
  for (let message = 0; message < 1_000; message += 1) {
    const citizen = Math.floor(Math.random() * (citizens / 3)) * 3 + 1;
    const submission = {
      messageId: `bare-${message}`,
      cpr: cprOf(citizen),
      municipalityCode: municipalityOf(citizen),
      kyId: `bare-${message}`,
      kind: 'GRANTED' as const,
      startDate: '2026-01-02',
      endDate: null,
    };
    const stored = (await load(sql, cprCipher, [submission])).citizens.get(submission.cpr);
    const known = beginCitizen(submission.cpr, stored, () => {
      throw new Error('The citizen is not there.');
    });
    const contactGroup = groupOf(known.state.sequence + 1);
    addDecision(known, {
      submission: { ...submission, contactGroup },
      receivedAt: new Date().toISOString(),
      today: '2026-01-02',
      receipt: 1,
    });
    const batch = appendOf([known]);
    const begun = performance.now();
    await append(sql, cprCipher, batch);
    milliseconds.push(performance.now() - begun);
  }
  await sql.end();
  return quantile(
    milliseconds.sort((a, b) => a - b),
    0.5,
  );
}
