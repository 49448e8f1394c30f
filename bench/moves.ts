import { post } from './server.ts';

/** The municipalities of the made-up citizens, each of whom is in one. */
export const municipalities = Array.from({ length: 98 }, (_, index) => String(101 + index));

const run = process.pid;
let message = 0;
const visits = new Map<number, number>();

/** The next decision on a citizen, which moves it from group 2 to 11 or back. */
export function move(citizen: number) {
  message += 1;
  const visit = (visits.get(citizen) ?? 0) + 1;
  visits.set(citizen, visit);
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    messageId: `bench-${run}-${message}`,
    cpr: `${two((citizen % 28) + 1)}${two((Math.floor(citizen / 28) % 12) + 1)}80${String(Math.floor(citizen / 336)).padStart(4, '0')}`,
    municipalityCode: municipalities[citizen % municipalities.length],
    kyId: `A${message}`,
    kind: 'GRANTED',
    contactGroup: visit % 2 ? 2 : 11,
    startDate: '2026-01-01',
  };
}

const submit = `mutation ($inputs: [SubmitDecisionInput!]!) {
  submitDecisions(inputs: $inputs) { decision { outcome { changes { kind } } } } }`;

interface Submitted {
  readonly submitDecisions: readonly {
    readonly decision: { readonly outcome: { readonly changes: readonly unknown[] } } | null;
  }[];
}

/** Moves so many citizens from the first on, in one call; gives how many changes that made. */
export async function moveCitizens(url: string, first: number, count: number): Promise<number> {
  const inputs = Array.from({ length: count }, (_, index) => move(first + index));
  const { submitDecisions } = await post<Submitted>(url, submit, { inputs });
  return submitDecisions.reduce((sum, { decision }) => sum + (decision?.outcome.changes.length ?? 0), 0);
}
