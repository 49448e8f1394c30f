import type { Closable } from './renewable.ts';

/** The settings of connections on which the database shows the citizens of these municipalities alone, and takes no writes. */
export function settingsOfSight(municipalities: readonly string[]): Record<string, string> {
  return { role: 'dfdg_jobcentre', 'dfdg.municipalities': municipalities.join(',') };
}

interface Kept<Used> {
  readonly used: Used;
  calls: number;
  dropped: boolean;
}

/** Something with connections of its own for each set of municipalities that is asked for. */
export interface PerMunicipalities<Used> {
  use<Answer>(municipalities: ReadonlySet<string>, act: (used: Used) => Promise<Answer>): Promise<Answer>;
  close(): Promise<unknown>;
}

/** Opens it when a set is first asked for. Of more than `most` sets the one that was not asked for the longest is closed. */
export function perMunicipalities<Used extends Closable>(
  open: (municipalities: readonly string[]) => Used,
  most: number,
): PerMunicipalities<Used> {
  // In the order in which they were last asked for.
  const all = new Map<string, Kept<Used>>();

  function closeIfOver({ used, calls, dropped }: Kept<Used>): void {
    if (dropped && calls === 0) used.close().catch(() => undefined);
  }

  function keptFor(municipalities: ReadonlySet<string>): Kept<Used> {
    const codes = [...municipalities].sort();
    const name = codes.join();
    const kept = all.get(name) ?? { used: open(codes), calls: 0, dropped: false };
    all.delete(name);
    all.set(name, kept);
    const [oldest] = all;
    if (oldest && all.size > most) {
      const [oldestName, idle] = oldest;
      all.delete(oldestName);
      idle.dropped = true;
      closeIfOver(idle);
    }
    return kept;
  }

  return {
    async use(municipalities, act) {
      const kept = keptFor(municipalities);
      kept.calls += 1;
      try {
        return await act(kept.used);
      } finally {
        kept.calls -= 1;
        closeIfOver(kept);
      }
    },
    close: () => Promise.all([...all.values()].map(({ used }) => used.close())),
  };
}
