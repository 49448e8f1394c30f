/** That many of a text, with spaces between them. */
export function times(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(' ');
}

/** A selection of rules within that many others. */
export function nested(depth: number): string {
  return `{ rules { ${'... { '.repeat(depth)} id ${'} '.repeat(depth)} } }`;
}

/** A decision that is in order, but for what is given. */
export function decision(overrides: object): object {
  const usual = {
    municipalityCode: '101',
    kyId: 'A',
    kind: 'GRANTED',
    contactGroup: 2,
    startDate: '2022-06-01',
  };
  return { messageId: 'attack', cpr: '0101901234', ...usual, ...overrides };
}

export const submitQuery =
  'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate userErrors { code } } }';

export const changed = 'subscription { contactGroupChanged { id } }';

/** What a socket says to subscribe. */
export function subscribeTo(query: unknown, id = '1'): object {
  return { id, type: 'subscribe', payload: { query } };
}
