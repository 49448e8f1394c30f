/** How items become batches. */
export interface QueueLimits {
  /** How many batches run at once; measured: a third one takes from the others what it does. */
  readonly batches: number;
  /** How many items a batch holds at most. */
  readonly batchSize: number;
  /** So many must wait for another batch to start beside one that runs; measured: a batch costs as much as seven items. */
  readonly company: number;
  /** Or when they have waited so long, in milliseconds: the one that runs may hang. */
  readonly patience: number;
}

/**
 * Gathers items that arrive while earlier ones are being worked on into batches. An item that finds nothing running
 * starts at once; beside a batch that runs another one starts when there is enough for it, or when it takes long. Items
 * with one key (one citizen's) are worked on in the order of arrival, in one batch at a time. `run` must not reject.
 */
export function createBatchQueue<Item>(
  keyOf: (item: Item) => unknown,
  run: (batch: readonly Item[]) => Promise<void>,
  limits: QueueLimits = { batches: 2, batchSize: 64, company: 8, patience: 20 },
) {
  const waiting = new Map<unknown, Item[]>();
  const busy = new Set<unknown>();
  let waitingItems = 0;
  let running = 0;
  let lastStart = 0;
  let scheduled = false;
  let timer: NodeJS.Timeout | undefined;
  let onIdle: (() => void)[] = [];

  function take(): { keys: unknown[]; batch: Item[] } {
    const keys: unknown[] = [];
    const batch: Item[] = [];
    for (const [key, items] of waiting) {
      if (batch.length === limits.batchSize) break;
      if (busy.has(key)) continue;
      batch.push(...items.splice(0, limits.batchSize - batch.length));
      keys.push(key);
      if (items.length === 0) waiting.delete(key);
    }
    waitingItems -= batch.length;
    return { keys, batch };
  }

  function mayStart(): boolean {
    if (running === 0 || running === limits.batches) return running === 0;
    return waitingItems >= limits.company || performance.now() - lastStart >= limits.patience;
  }

  function start(): void {
    scheduled = false;
    clearTimeout(timer);
    while (mayStart()) {
      const { keys, batch } = take();
      if (batch.length === 0) break;
      lastStart = performance.now();
      for (const key of keys) busy.add(key);
      running += 1;
      void run(batch).finally(() => {
        for (const key of keys) busy.delete(key);
        running -= 1;
        start();
      });
    }
    if (waitingItems > 0) timer = setTimeout(start, limits.patience);
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
      waitingItems += 1;
      if (scheduled) return;
      scheduled = true;
      setImmediate(start);
    },
    /** When nothing waits or runs any more. */
    idle(): Promise<void> {
      return running === 0 && waiting.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => onIdle.push(resolve));
    },
  };
}
