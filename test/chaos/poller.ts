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
      await this.read(random.pick(urls));
      await delay(random.below(300));
    }
  }

  /** Reads a page; whether there was anything. */
  async read(url: string): Promise<boolean> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { after: this.#after } }),
      signal: AbortSignal.timeout(5_000),
    }).then(
      (answer) => answer.json() as Promise<{ data?: { contactGroupChanges: Page } | null }>,
      () => null,
    );
    const nodes = response?.data?.contactGroupChanges.nodes ?? [];
    this.told.push(...nodes.map(({ id }) => id));
    this.#after = nodes.at(-1)?.cursor ?? this.#after;
    return nodes.length > 0;
  }
}

interface Page {
  readonly nodes: readonly { readonly id: string; readonly cursor: string }[];
}
