import { expect, test } from 'vitest';
import { historyChecks } from './histories.checks.ts';
import { playToEnd, received } from './play.ts';

test.each(Object.entries(historyChecks))('%s', (_name, check) => {
  check();
});

test.each(['__proto__', 'constructor', 'toString', '', '🗝'])('KY id %j is as good as any', (kyId) => {
  const history = [`${kyId} GRANTED 2`, `${kyId} CLOSED 2`, `${kyId} STOPPED -`].map(received);
  expect(playToEnd(history.slice(0, 1)).outcome).toMatchObject({ rule: 'first-grant', deviations: [] });
  expect(playToEnd(history).outcome).toMatchObject({
    rule: 'nothing-open',
    contactGroup: 2,
    deviations: ['DECISION_AFTER_CLOSED'],
  });
});
