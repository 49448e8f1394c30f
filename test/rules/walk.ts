import { decide } from '../../src/rules/decide.ts';
import { decisionKinds, type Decision } from '../../src/rules/decision.ts';
import { evolve } from '../../src/rules/evolve.ts';
import type { Outcome } from '../../src/rules/outcome.ts';
import {
  caseOf,
  type BenefitCase,
  type CitizenState,
  type OpenGroup,
  unknownCitizen,
} from '../../src/rules/state.ts';
import { today } from './play.ts';

/** One decision in one reachable state. The state holds the decision's own case alone: no rule looks at another. */
export interface Step {
  readonly state: CitizenState;
  readonly decision: Decision;
  readonly outcome: Outcome;
  readonly after: CitizenState;
}

/** A reachable state as its own case sees it, the decisions that led there, and what each next decision comes to. */
export interface Visit {
  readonly history: readonly Decision[];
  readonly steps: readonly Step[];
}

const kyIds = ['A', 'B'] as const;
const groups = [2, 11, 10, 13];
/** More than there are cases or sets of open groups, so that three numbers make one key. */
const limit = 1000;

function decisionsOn(kyId: string): readonly Decision[] {
  const dates = { startDate: '2022-06-01', endDate: null };
  return decisionKinds.flatMap((kind): Decision[] =>
    kind === 'GRANTED'
      ? groups.flatMap((contactGroup) => [
          { kyId, kind, contactGroup, ...dates },
          { kyId, kind, contactGroup, ...dates, endDate: '2022-06-27' },
        ])
      : [null, ...groups].map((contactGroup) => ({ kyId, kind, contactGroup, ...dates })),
  );
}

/** Gives equal values one small number, so that a state of the walk is three numbers. */
class Numbered<Value> {
  readonly values: Value[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(value: Value): number {
    const key = JSON.stringify(value);
    const known = this.#numbers.get(key) ?? this.values.push(value) - 1;
    if (known >= limit) throw new Error('The walk has no end');
    this.#numbers.set(key, known);
    return known;
  }

  at(number: number): Value {
    const value = this.values[number];
    if (value === undefined) throw new Error(`Nothing has number ${number}`);
    return value;
  }
}

/** Only the order of opening counts, not the sequence of the decisions that opened. */
function canonicalGroups(open: readonly OpenGroup[]): readonly OpenGroup[] {
  return open.map((group, i) => ({ ...group, openedBy: i + 1 }));
}

/** Only which groups were granted counts, and which of them last. */
function canonicalCase(benefitCase: BenefitCase): BenefitCase {
  const { grantedGroups } = benefitCase;
  const earlier = grantedGroups.slice(0, -1).sort((one, other) => one - other);
  return { ...benefitCase, grantedGroups: [...earlier, ...grantedGroups.slice(-1)] };
}

/** A state of the walk, and how it was reached first. */
interface Node {
  readonly open: number;
  /** Of A and of B. */
  readonly cases: readonly [number, number];
  readonly reachedFrom: Node | null;
  readonly by: Decision | null;
}

function historyOf(node: Node): readonly Decision[] {
  const history: Decision[] = [];
  for (let at: Node | null = node; at?.by; at = at.reachedFrom) history.unshift(at.by);
  return history;
}

/** Breadth first through every state that decisions on two KY ids and four groups can lead to. */
export function walk(): { readonly visits: readonly Visit[]; readonly stateCount: number } {
  const open = new Numbered<readonly OpenGroup[]>();
  const cases = new Numbered<BenefitCase>();
  const visits = new Map<number, Visit>();
  const nextOf = new Map<number, readonly (readonly [open: number, ownCase: number, by: Decision])[]>();

  /** What the decisions on one KY id lead to. Worked out once for all states that look the same to its case. */
  const visit = (node: Node, who: 0 | 1) => {
    const key = (node.open * limit + node.cases[who]) * 2 + who;
    const known = nextOf.get(key);
    if (known) return known;
    const own = cases.at(node.cases[who]);
    const state = { sequence: 100, openGroups: open.at(node.open), cases: new Map([[own.kyId, own]]) };
    const steps = decisionsOn(own.kyId).map((decision): Step => {
      const outcome = decide(state, decision, today);
      return { state, decision, outcome, after: evolve(state, decision, outcome) };
    });
    visits.set(key, { history: historyOf(node), steps });
    const next = steps.map(
      ({ decision, after }) =>
        [
          open.numberOf(canonicalGroups(after.openGroups)),
          cases.numberOf(canonicalCase(caseOf(after, own.kyId))),
          decision,
        ] as const,
    );
    nextOf.set(key, next);
    return next;
  };

  const [a, b] = kyIds.map((kyId) => cases.numberOf(caseOf(unknownCitizen, kyId)));
  const root: Node = { open: open.numberOf([]), cases: [a ?? 0, b ?? 0], reachedFrom: null, by: null };
  const queue = [root];
  const keyOf = (node: Pick<Node, 'open' | 'cases'>) =>
    (node.open * limit + node.cases[0]) * limit + node.cases[1];
  const seen = new Set([keyOf(root)]);
  for (const node of queue) {
    for (const who of [0, 1] as const) {
      for (const [openAfter, caseAfter, by] of visit(node, who)) {
        const cases =
          who === 0 ? ([caseAfter, node.cases[1]] as const) : ([node.cases[0], caseAfter] as const);
        const next: Node = { open: openAfter, cases, reachedFrom: node, by };
        if (seen.has(keyOf(next))) continue;
        seen.add(keyOf(next));
        queue.push(next);
      }
    }
  }
  return { visits: [...visits.values()], stateCount: seen.size };
}
