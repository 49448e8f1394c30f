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

// The largest integer of PostgreSQL.
const newestSequence = 2_147_483_647;

/** What the statement of a batch of pages takes. All pages of a batch are read as long as the longest. */
export function pageArguments(keys: readonly PageKey[], newest = newestSequence) {
  return {
    citizen_id: keys.map((key) => key.citizenId),
    before: keys.map((key) => Math.min(key.before ?? newest, newest)),
    take: takeOf(keys),
  };
}

/** Pages of one size are read together. */
export function takeOf(keys: readonly PageKey[]): number {
  return Math.max(...keys.map((key) => key.first)) + 1;
}

/** The page of each key, from a list that has one row more than the page holds where there are more. */
export async function pageEach<Row>(
  keys: readonly PageKey[],
  lists: Promise<readonly Row[][]>,
): Promise<Page<Row>[]> {
  const rows = await lists;
  return keys.map(({ first }, index) => pageOf(rows[index] ?? [], first));
}

/** Cuts rows, of which one more than the page holds was read where there are more, to the page. */
export function pageOf<Item>(rows: readonly Item[], size: number): Page<Item> {
  return { items: rows.slice(0, size), hasMore: rows.length > size };
}
