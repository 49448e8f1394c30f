import { endByNegative, endOfSuperseded } from './dates.ts';
import type { Facts } from './facts.ts';
import type { ContactGroupChange, Outcome } from './outcome.ts';

/** What a row of the decision table can do with a decision, beside storing it. */
export type Effect = 'store' | 'open' | 'renew' | 'supersede' | 'close';

/** Each effect worked out: the changes, and the group that the decision's case carries from now on. */
export const effects: Readonly<Record<Effect, (facts: Facts) => Pick<Outcome, 'changes' | 'carries'>>> = {
  store: () => ({ changes: [], carries: null }),
  open: (facts) => {
    const to = present(facts.contactGroup);
    return { changes: [{ kind: 'OPENED', to, startDate: facts.decision.startDate }], carries: to };
  },
  renew: (facts) => ({ changes: [], carries: present(facts.contactGroup) }),
  supersede: (facts) => ({ changes: changeFromOldToNew(facts), carries: present(facts.contactGroup) }),
  close: ({ decision, namedGroup }) => {
    const group = present(namedGroup);
    const endDate = endByNegative(group, decision);
    return { changes: [{ kind: 'CLOSED', from: group.contactGroup, endDate }], carries: null };
  },
};

/** I11: the one change "from the old to the new" is from the group opened last. The others are closed before it. */
function changeFromOldToNew({
  decision,
  contactGroup,
  namedGroup,
  superseded,
}: Facts): readonly ContactGroupChange[] {
  const ended = superseded.map((group) => ({
    from: group.contactGroup,
    endDate: endOfSuperseded(group, decision),
  }));
  const openedLast = present(ended.at(-1));
  const startDate = namedGroup ? null : decision.startDate;
  return [
    ...ended.slice(0, -1).map((end) => ({ kind: 'CLOSED' as const, ...end })),
    { kind: 'CHANGED', ...openedLast, to: present(contactGroup), startDate },
  ];
}

/** What the row's conditions promise to be there. */
function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw new Error('The decision table chose an effect that does not fit');
  return value;
}
