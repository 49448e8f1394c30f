/** Made-up citizens by number, from 1: who they are follows from the number alone. */

/** A possible CPR number, another one for each of 336 million numbers. */
export function cprOf(citizen: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = (citizen % 28) + 1;
  const month = (Math.floor(citizen / 28) % 12) + 1;
  const year = Math.floor(citizen / 336) % 100;
  return `${two(day)}${two(month)}${two(year)}${String(Math.floor(citizen / 33_600) + 1).padStart(4, '0')}`;
}

/** The id as SQL writes it too: see seed.ts. */
export function citizenIdOf(citizen: number): string {
  return `01900000-0000-7000-8000-${citizen.toString(16).padStart(12, '0')}`;
}

/** One of 98 municipalities. */
export function municipalityOf(citizen: number): string {
  return String(101 + (citizen % 98));
}

/** The group that a citizen's decision of this sequence grants: another one each time, so that each makes a change. */
export function groupOf(sequence: number): number {
  return sequence % 2 === 1 ? 2 : 11;
}
