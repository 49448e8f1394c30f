/** Random choices that are the same for the same seed. */
export interface Random {
  /** From 0, inclusive, to 1, exclusive. */
  readonly fraction: () => number;
  /** A whole number between two, both included. */
  readonly between: (least: number, most: number) => number;
  /** One of them, each as often as its weight says. */
  readonly pick: <Item>(items: readonly (readonly [weight: number, item: Item])[]) => Item;
}

/** mulberry32: small, and good enough to make things up. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    pick(items) {
      let left = fraction() * items.reduce((sum, [weight]) => sum + weight, 0);
      const found = items.find(([weight]) => (left -= weight) < 0) ?? items.at(-1);
      if (!found) throw new Error('There is nothing to pick from.');
      return found[1];
    },
  };
}
