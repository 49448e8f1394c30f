import type { Submission } from '../../src/commands/submission.ts';

let count = 0;

/** A submission of a made-up citizen with a message id of its own; `overrides` say what matters to the test. */
export function submission(overrides: Partial<Submission> = {}): Submission {
  count += 1;
  return {
    messageId: `message-${count}`,
    cpr: '0101901234',
    municipalityCode: '101',
    kyId: 'A',
    kind: 'GRANTED',
    contactGroup: 2,
    startDate: '2022-06-01',
    endDate: null,
    ...overrides,
  };
}

/** The `index`-th made-up CPR number: days 1-28, months 1-12, then the serial number. */
export function madeUpCpr(index: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = (index % 28) + 1;
  const month = (Math.floor(index / 28) % 12) + 1;
  const serial = Math.floor(index / 336);
  return `${two(day)}${two(month)}80${String(serial).padStart(4, '0')}`;
}
