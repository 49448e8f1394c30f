/** Which page of a citizen's connection: at most `first` things, those before the place `before`, newest first. */
export interface PageKey {
  readonly citizenId: string;
  readonly first: number;
  /** A sequence, or a number of the access log; null from the newest on. */
  readonly before: number | null;
}

/** A page, and whether there is more on the side to which it is read. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

/** The page where there is nothing. */
export const noPage = { items: [], hasMore: false };

/** The place before which a page ends; without one, after all places. PostgreSQL's largest integer unless said. */
export const placeBefore = (before: number | null = null, newest = 2_147_483_647): number =>
  Math.min(before ?? newest, newest);

/** The columns of page keys. */
export const pageColumns = { citizen_id: 'uuid', before: 'int', take: 'int' } as const;

/** Page keys as an array for each column; a row more than the page holds tells whether there are more. */
export function pageArguments(keys: readonly PageKey[], newest?: number) {
  return {
    citizen_id: keys.map((key) => key.citizenId),
    before: keys.map((key) => placeBefore(key.before, newest)),
    take: keys.map((key) => key.first + 1),
  };
}

/** The page of each key, from a list that has one row more than the page holds where there are more. */
export function pageEach<Row>(keys: readonly PageKey[], lists: readonly Row[][]): Page<Row>[] {
  return keys.map(({ first }, index) => pageOf(lists[index] ?? [], first));
}

/** Cuts rows, of which one more than the page holds was read where there are more, to the page. */
export function pageOf<Item>(rows: readonly Item[], size: number): Page<Item> {
  return { items: rows.slice(0, size), hasMore: rows.length > size };
}
