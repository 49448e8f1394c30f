/** Random choices that are the same for the same seed. */
export interface Random {
  /** From 0, inclusive, to 1, exclusive. */
  readonly fraction: () => number;
  /** A whole number from 0 to below the bound. */
  readonly below: (bound: number) => number;
  /** One of them. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** True so often, out of one. */
  readonly chance: (often: number) => boolean;
}

/** mulberry32: small, and good enough to vary tests by. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function fraction() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (bound: number) => Math.floor(fraction() * bound);
  return {
    fraction,
    below,
    pick: (items) => items[below(items.length)]!,
    chance: (often) => fraction() < often,
  };
}
