import type { Payload, Reason } from './post.ts';

/** Counts what came of the lines. */
export class Tally {
  stored = 0;
  duplicates = 0;
  rejected = 0;
  readonly #rules = new Map<string, number>();
  readonly #deviations = new Map<string, number>();
  readonly #codes = new Map<string, number>();

  get settled(): number {
    return this.stored + this.duplicates + this.rejected;
  }

  addStored({ duplicate, decision }: Payload): void {
    if (duplicate) this.duplicates += 1;
    else this.stored += 1;
    if (!decision) return;
    count(this.#rules, decision.outcome.rule.id);
    for (const deviation of decision.outcome.deviations) count(this.#deviations, deviation);
  }

  addRejected(reasons: readonly Reason[]): void {
    this.rejected += 1;
    for (const code of new Set(reasons.map((reason) => reason.code))) count(this.#codes, code);
  }

  /** All of it, for a person. */
  text(seconds: number): string {
    const { settled, stored, duplicates, rejected } = this;
    return [
      `${settled} decisions in ${seconds.toFixed(1)} s: ${stored} stored, ${duplicates} received before, ${rejected} rejected`,
      ...section('By rule', this.#rules),
      ...section('Deviations', this.#deviations),
      ...section('Rejected', this.#codes),
      '',
    ].join('\n');
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function section(heading: string, counts: ReadonlyMap<string, number>): readonly string[] {
  if (counts.size === 0) return [];
  const width = Math.max(...[...counts.keys()].map((name) => name.length));
  const rows = [...counts].sort((one, other) => other[1] - one[1]);
  return [`${heading}:`, ...rows.map(([name, many]) => `  ${name.padEnd(width)}  ${many}`)];
}
