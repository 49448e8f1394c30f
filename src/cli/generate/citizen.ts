import { contactGroupTypes } from '../../rules/contactGroupTypes.ts';
import type { DecisionKind } from '../../rules/decision.ts';
import { episodes } from './episodes.ts';
import type { Random } from './random.ts';

/** A decision as a line of the file, in the order of its fields there, beside the day on which KY sends it. */
export interface MadeUp {
  readonly day: number;
  readonly input: {
    readonly messageId: string;
    readonly cpr: string;
    readonly municipalityCode: string;
    readonly kyId: string;
    readonly kind: DecisionKind;
    readonly contactGroup?: number;
    readonly startDate: string;
    readonly endDate?: string;
  };
}

/** How many citizens there can be: one for each serial number in each year. */
export const mostCitizens = 750_000;

const dayLength = 86_400_000;
const dateOf = (day: number) => new Date(day * dayLength).toISOString().slice(0, 10);
/** The days on which the first benefits are granted. */
const firstDays = [Date.UTC(2014, 0, 1) / dayLength, Date.UTC(2018, 11, 31) / dayLength] as const;

/** København, Aarhus, Aalborg, Odense, and smaller ones. */
const municipalities: readonly (readonly [number, string])[] = [
  [12, '101'],
  [7, '751'],
  [5, '851'],
  [5, '461'],
  ...[
    '147',
    '157',
    '167',
    '219',
    '265',
    '330',
    '370',
    '561',
    '607',
    '621',
    '630',
    '657',
    '730',
    '740',
    '791',
  ].map((code) => [2, code] as const),
];

const groups = [...contactGroupTypes.keys()].map(
  (code) => [[2, 11, 12, 24, 25].includes(code) ? 6 : 1, code] as const,
);

/** Makes up what KY sends of one citizen, in the order in which it does. */
export function makeUp(index: number, seed: number, random: Random): readonly MadeUp[] {
  const cpr = cprOf(index);
  const decisions: MadeUp[] = [];
  let municipalityCode = random.pick(municipalities);
  let day = random.between(...firstDays);
  let cases = 0;
  for (
    let left = random.pick([
      [5, 1],
      [3, 2],
      [2, 3],
    ]);
    left > 0;
    left -= 1
  ) {
    if (random.fraction() < 0.04) municipalityCode = random.pick(municipalities);
    const first = random.pick(groups);
    const second = random.pick(groups.filter(([, code]) => code !== first));
    const [one, two] = [(cases += 1), (cases += 1)];
    for (const { benefitCase, kind, group, after, lasts } of random.pick(episodes)) {
      day += random.between(...after);
      decisions.push({
        day,
        input: {
          messageId: `made-up-${seed}-${index}-${decisions.length + 1}`,
          cpr,
          municipalityCode,
          kyId: `KY-${index}-${benefitCase === 'first' ? one : two}`,
          kind,
          ...(group !== null && { contactGroup: group === 'first' ? first : second }),
          startDate: dateOf(lasts === undefined ? day : day - lasts),
          ...(lasts !== undefined && { endDate: dateOf(day - 1) }),
        },
      });
    }
  }
  return decisions;
}

/** Of somebody born on 29 February of a year that had none: nobody has such a number. */
function cprOf(index: number): string {
  const year = Math.floor((index % 75) / 3) * 4 + (index % 3) + 1;
  return `2902${String(year).padStart(2, '0')}${String(Math.floor(index / 75)).padStart(4, '0')}`;
}
