import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';

const query = `query ($after: String) {
  contactGroupChanges(after: $after, first: 200) { nodes { id cursor } }
}`;

/** Empties the change log by query, page after page, from any instance: what a jobcentre without a socket does. */
export class Poller {
  readonly told: string[] = [];
  #after: string | null = null;

  async follow(urls: readonly string[], random: Random, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.#read(random.pick(urls));
      await delay(random.below(300));
    }
  }

  /** Reads on to the end of the log, however often that takes. */
  async finish(urls: readonly string[], random: Random): Promise<void> {
    for (let failures = 0; failures < 100;) {
      const count = await this.#read(random.pick(urls));
      if (count === 0) return;
      if (count !== null) continue;
      failures += 1;
      await delay(100);
    }
  }

  /** Reads a page; how much there was, or null where there was no answer. */
  async #read(url: string): Promise<number | null> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { after: this.#after } }),
      signal: AbortSignal.timeout(5_000),
    }).then(
      (answer) => answer.json() as Promise<{ data?: { contactGroupChanges: Page } | null }>,
      () => null,
    );
    if (!response?.data) return null;
    const { nodes } = response.data.contactGroupChanges;
    this.told.push(...nodes.map(({ id }) => id));
    this.#after = nodes.at(-1)?.cursor ?? this.#after;
    return nodes.length;
  }
}

interface Page {
  readonly nodes: readonly { readonly id: string; readonly cursor: string }[];
}
