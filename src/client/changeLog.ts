import { dataOf, type Answer, type Operation } from './answer.ts';
import type { Post } from './post.ts';

/** Which changes are followed; `undefined` for no condition. */
export interface Filter {
  readonly municipalityCode: string | undefined;
  readonly citizenId: string | undefined;
}

/** A change as the caller selects it, with its cursor. */
export type WithCursor<Change> = Change & { readonly cursor: string };

/** A page of the log. */
export interface Page<Change> {
  /** Those of the page that are followed. */
  readonly changes: readonly WithCursor<Change>[];
  /** Where the page ends: the next one is after it. */
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** A change as a subscription tells it: with the cursor of the one that it told before. */
export interface Told<Change> {
  readonly change: WithCursor<Change>;
  readonly previousCursor: string | null;
}

interface Connection<Change> {
  readonly nodes: readonly WithCursor<Change>[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly headCursor: string;
}

/** The change log as the schema gives it: by query in pages, by subscription one by one. */
export class ChangeLog<Change> {
  readonly #filter: Filter;
  readonly #selection: string;
  readonly #post: Post;

  /** `selection` is the text of the fields of `ContactGroupChange` that are wanted. */
  constructor(filter: Filter, selection: string, post: Post) {
    this.#filter = filter;
    this.#selection = selection;
    this.#post = post;
  }

  /** The cursor of its end: what follows it is made from now on. */
  async end(): Promise<string> {
    return (await this.#ask(null, 0, 'headCursor')).headCursor;
  }

  /** What follows a cursor, as much as a page holds. */
  async page(after: string | null): Promise<Page<Change>> {
    const { nodes, pageInfo } = await this.#ask(
      after,
      200,
      `nodes { cursor ${this.#selection} } pageInfo { endCursor hasNextPage }`,
    );
    return { changes: nodes, endCursor: pageInfo.endCursor ?? after, hasNextPage: pageInfo.hasNextPage };
  }

  /** What to subscribe to for what follows a cursor. */
  subscription(after: string | null): Operation {
    const query = `subscription ContactGroupChanged($municipalityCode: String, $citizenId: ID, $after: String) {
  contactGroupChanged(municipalityCode: $municipalityCode, citizenId: $citizenId, after: $after) {
    cursor previousCursor ${this.#selection}
  }
}`;
    return { query, variables: { ...this.#filter, after } };
  }

  /** The change in an answer to the subscription. */
  told(answer: Answer): Told<Change> {
    const data = dataOf(answer) as { contactGroupChanged: Pick<Told<Change>, 'previousCursor'> };
    const { previousCursor, ...change } = data.contactGroupChanged;
    return { change: change as WithCursor<Change>, previousCursor };
  }

  async #ask(after: string | null, first: number, selection: string): Promise<Connection<Change>> {
    const query = `query ContactGroupChanges($municipalityCode: String, $citizenId: ID, $after: String) {
  contactGroupChanges(
    municipalityCode: $municipalityCode, citizenId: $citizenId, after: $after, first: ${first}
  ) { ${selection} }
}`;
    const data = dataOf(await this.#post({ query, variables: { ...this.#filter, after } }));
    return (data as { contactGroupChanges: Connection<Change> }).contactGroupChanges;
  }
}
