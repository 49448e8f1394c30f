import type { Run } from './load.ts';

/** The middle one of several runs, each figure by itself. */
export function median<Figures extends object>(runs: readonly Figures[]): Figures {
  const middle = (figure: keyof Figures) =>
    runs.map((run) => Number(run[figure])).sort((a, b) => a - b)[Math.floor((runs.length - 1) / 2)] ?? NaN;
  return Object.fromEntries(
    Object.keys(runs[0] ?? {}).map((figure) => [figure, middle(figure as keyof Figures)]),
  ) as unknown as Figures;
}

/** One workload: what each contestant reached, ours first. */
export interface Measured {
  readonly workload: string;
  readonly runs: readonly { readonly name: string; readonly run: Run }[];
}

/** How many times a contestant's rate ours is. */
export function ratio({ runs }: Measured, index: number): number {
  return (runs[0]?.run.perSecond ?? NaN) / (runs[index]?.run.perSecond ?? NaN);
}

const whole = (n: number) => Math.round(n).toLocaleString('en');

/** The workloads as a table in Markdown. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.flatMap((one) =>
    one.runs.map(
      ({ name, run }, index) =>
        `| ${index === 0 ? one.workload : ''} | ${name} | ${whole(run.perSecond)} | ${run.p50.toFixed(1)} | ${run.p99.toFixed(1)} | ${index === 0 ? '' : ratio(one, index).toFixed(2)} |`,
    ),
  );
  return [
    '| workload | | per second | p50 ms | p99 ms | ours is … times that |',
    '| --- | --- | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}
