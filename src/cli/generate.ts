import { exitStatus, Mendable, type Command } from './command.ts';
import { makeUp, mostCitizens } from './generate/citizen.ts';
import { createRandom } from './generate/random.ts';

/** So many citizens' decisions are put in the order of their days at a time. */
const mixed = 500;

/** `dfdg generate` */
export const generateCommand: Command = {
  name: 'generate',
  summary: 'Makes up decisions for trials, as a file for `dfdg replay`.',
  operands: [],
  options: {
    citizens: { value: 'N', help: `how many citizens, 1 to ${mostCitizens}; 100 unless told` },
    seed: { value: 'S', help: 'a whole number: the same one makes up the same; 1 unless told' },
  },
  notes: [
    'Most of them follow the pattern agreed with KY; about a quarter of the benefits leave it in one of the note’s ways.',
    'Everybody is born on 29 February of a year that had none: nobody has such a CPR number.',
  ],
  async run({ options }, { out }) {
    const citizens = numberOf('citizens', options['citizens'] ?? '100', 1, mostCitizens);
    const seed = numberOf('seed', options['seed'] ?? '1', 0, 2 ** 32 - 1);
    const random = createRandom(seed);
    for (let first = 0; first < citizens; first += mixed) {
      const many = Math.min(mixed, citizens - first);
      const decisions = Array.from({ length: many }, (_, index) =>
        makeUp(first + index, seed, random),
      ).flat();
      // The sort is stable: what one citizen has on one day stays in its order.
      decisions.sort((one, other) => one.day - other.day);
      await out(decisions.map(({ input }) => `${JSON.stringify(input)}\n`).join(''));
    }
    return exitStatus.well;
  },
};

function numberOf(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d{1,10}$/.test(text) || number < least || number > most)
    throw new Mendable(`--${name} must be a whole number from ${least} to ${most}.`);
  return number;
}
