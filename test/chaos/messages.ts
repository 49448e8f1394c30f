import { contactGroupTypes } from '../../src/rules/contactGroupTypes.ts';
import { decisionKinds } from '../../src/rules/decision.ts';
import { madeUpCpr } from '../commands/submission.ts';
import type { Random } from '../random.ts';
import { Message, type DecisionInput } from './message.ts';

const groups = [...contactGroupTypes.keys()].slice(0, 12);
const days = ['2026-01-05', '2026-03-29', '2026-06-01', '2026-10-25'];
/** The municipalities that decisions are made in. */
export const municipalities = ['101', '851', '751'];

/** Makes up messages on a few citizens, each with an id of its own. */
export class Messages {
  /** All that were made. */
  readonly all: Message[] = [];
  readonly #random: Random;
  readonly #citizens: number;

  constructor(random: Random, citizens: number) {
    this.#random = random;
    this.#citizens = citizens;
  }

  decision(): Message<DecisionInput> {
    const { pick, chance } = this.#random;
    const kind = chance(0.55) ? 'GRANTED' : pick(decisionKinds);
    const startDate = pick(days);
    return this.#made(
      new Message({
        messageId: `chaos-${this.all.length}`,
        cpr: this.#cpr(),
        municipalityCode: pick(municipalities),
        kyId: pick(['A', 'B', 'C', 'D']),
        kind,
        contactGroup: kind === 'GRANTED' || chance(0.7) ? pick(groups) : null,
        startDate,
        endDate: chance(0.2) ? pick(days.filter((day) => day >= startDate)) : null,
      }),
    );
  }

  report(): Message {
    const { pick } = this.#random;
    return this.#made(
      new Message({
        messageId: `chaos-${this.all.length}`,
        cpr: this.#cpr(),
        kind: pick(['SICK', 'RECOVERED'] as const),
        date: pick(days),
      }),
    );
  }

  /** One that was sent before, most likely a recent one. */
  earlier(): Message | undefined {
    const { below, chance } = this.#random;
    const within = chance(0.7) ? Math.min(50, this.all.length) : this.all.length;
    return this.all[this.all.length - 1 - below(within)];
  }

  #cpr(): string {
    return madeUpCpr(this.#random.below(this.#citizens));
  }

  #made<Made extends Message>(message: Made): Made {
    this.all.push(message);
    return message;
  }
}
