import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import { contactGroupTypes } from '../../src/rules/contactGroupTypes.ts';
import { decisionKinds } from '../../src/rules/decision.ts';
import type { DatabaseAddress } from '../../src/storage/address.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { createRandom } from '../random.ts';
import { cprKeys } from '../cprKeys.ts';

const days = ['2022-05-30', '2022-06-01', '2022-06-15', '2022-07-01'];

/** Submits random decisions on, and random sickness reports of, a few citizens; the same for the same seed. */
export async function makeHistories(address: DatabaseAddress, seed: number, decisions: number) {
  const { below, pick, chance } = createRandom(seed);
  const groups = [...contactGroupTypes.keys()].slice(0, 12);
  // Late in the evening, when it is tomorrow already in Copenhagen.
  const clock = () => new Date(Date.UTC(2022, 5, 10 + below(20), 22, below(60)));
  const commands = createCommands({ address, cprKeys, clock, log: silentLog });
  for (let index = 0; index < decisions; index += 1) {
    const cpr = madeUpCpr(below(8));
    const kind = chance(0.5) ? 'GRANTED' : pick(decisionKinds);
    const startDate = pick(days);
    await commands.submitDecision(
      submission({
        messageId: `history-${seed}-${index}`,
        cpr,
        kind,
        kyId: pick(['A', 'B', 'C']),
        municipalityCode: pick(['101', '851']),
        contactGroup: kind === 'GRANTED' || chance(0.7) ? pick(groups) : null,
        startDate,
        endDate: chance(0.3) ? pick(days.filter((day) => day >= startDate)) : null,
      }),
    );
    if (chance(0.2))
      await commands.reportSickness({
        kind: pick(['SICK', 'RECOVERED']),
        messageId: `report-${seed}-${index}`,
        cpr,
        date: pick(days),
      });
  }
  await commands.close();
}
