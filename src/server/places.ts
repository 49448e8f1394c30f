/** Takes a place for somebody: what gives it back, once, or null where all that they may have are taken. */
export type TakePlace = (who: string) => (() => void) | null;

/** Places of which each may have so many at once. */
export function createPlaces(most: number): TakePlace {
  const taken = new Map<string, number>();
  return (who) => {
    const count = taken.get(who) ?? 0;
    if (count >= most) return null;
    taken.set(who, count + 1);
    let isTaken = true;
    return () => {
      const left = (taken.get(who) ?? 0) - (isTaken ? 1 : 0);
      isTaken = false;
      if (left > 0) taken.set(who, left);
      else taken.delete(who);
    };
  };
}
