/** How many batches run at once and how many items one holds; measured: more of either gains nothing. */
export interface QueueLimits {
  readonly batches: number;
  readonly batchSize: number;
}

/**
 * Gathers items that arrive while earlier ones are being worked on into batches, and never waits for company: an item
 * that finds a batch free starts at once. Items with one key (one citizen's) are worked on in the order of arrival, in
 * one batch at a time. `run` must not reject.
 */
export function createBatchQueue<Item>(
  keyOf: (item: Item) => string,
  run: (batch: readonly Item[]) => Promise<void>,
  limits: QueueLimits = { batches: 4, batchSize: 64 },
) {
  const waiting = new Map<string, Item[]>();
  const busy = new Set<string>();
  let running = 0;
  let scheduled = false;
  let onIdle: (() => void)[] = [];

  function take(): { keys: string[]; batch: Item[] } {
    const keys: string[] = [];
    const batch: Item[] = [];
    for (const [key, items] of waiting) {
      if (batch.length === limits.batchSize) break;
      if (busy.has(key)) continue;
      batch.push(...items.splice(0, limits.batchSize - batch.length));
      keys.push(key);
      if (items.length === 0) waiting.delete(key);
    }
    return { keys, batch };
  }

  function start(): void {
    scheduled = false;
    while (running < limits.batches) {
      const { keys, batch } = take();
      if (batch.length === 0) break;
      for (const key of keys) busy.add(key);
      running += 1;
      void run(batch).finally(() => {
        for (const key of keys) busy.delete(key);
        running -= 1;
        start();
      });
    }
    if (running === 0 && waiting.size === 0) {
      for (const resolve of onIdle) resolve();
      onIdle = [];
    }
  }

  return {
    /** Items pushed within one turn of the event loop go together. */
    push(item: Item): void {
      const items = waiting.get(keyOf(item));
      if (items === undefined) waiting.set(keyOf(item), [item]);
      else items.push(item);
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(start);
    },
    /** When nothing waits or runs any more. */
    idle(): Promise<void> {
      return running === 0 && waiting.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => onIdle.push(resolve));
    },
  };
}
