import type { Page } from '../storage/readsPages.ts';
import { parseCursor, printCursor, type ConnectionName } from './cursors.ts';
import { ApiError } from './errors.ts';

/** The arguments of connections: all of them take `first` and `after`, some `last` and `before` too. */
export interface ConnectionArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** What the arguments come to: from which end of what lies between two places, and how many. */
export interface Window {
  readonly end: 'first' | 'last';
  readonly size: number;
  readonly after: number | null;
  readonly before: number | null;
}

/** How many a page holds where nothing is said, and at most. */
export interface PageSize {
  readonly usual: number;
  readonly most: number;
}

/** Reads the arguments of a connection. Throws `BAD_USER_INPUT` or `LIMIT_EXCEEDED`, naming the argument. */
export function windowOf(name: ConnectionName, args: ConnectionArguments, pageSize: PageSize): Window {
  // Where `last` is given, `first` says nothing: it has a default.
  const end = typeof args.last === 'number' ? 'last' : 'first';
  return {
    end,
    size: sizeOf(end, args, pageSize),
    after: placeOf(name, 'after', args),
    before: placeOf(name, 'before', args),
  };
}

/** Reads how many are asked for. Throws `BAD_USER_INPUT` or `LIMIT_EXCEEDED`. */
export function sizeOf(end: Window['end'], args: ConnectionArguments, { usual, most }: PageSize): number {
  const size = args[end] ?? usual;
  if (size < 0) throw new ApiError('BAD_USER_INPUT', `${end} must not be negative.`);
  if (size > most) throw new ApiError('LIMIT_EXCEEDED', `${end} must be at most ${most}.`);
  return size;
}

function placeOf(
  name: ConnectionName,
  argument: 'after' | 'before',
  { [argument]: cursor = null }: ConnectionArguments,
): number | null {
  const place = cursor === null ? null : parseCursor(name, cursor);
  if (cursor !== null && place === null)
    throw new ApiError('BAD_USER_INPUT', `${argument} must be a cursor of this connection.`);
  return place;
}

/** A page as a connection of the Relay cursor specification. */
export function connectionOf<Item>(
  name: ConnectionName,
  { items, hasMore }: Page<Item>,
  { end, after, before }: Window,
  placeOf: (item: Item) => number,
) {
  const cursorOf = (item: Item | undefined) => (item === undefined ? null : printCursor(name, placeOf(item)));
  return {
    // Printed where they are asked for.
    get edges() {
      return items.map((node) => ({ cursor: cursorOf(node), node }));
    },
    nodes: items,
    pageInfo: {
      hasNextPage: end === 'first' ? hasMore : before !== null,
      hasPreviousPage: end === 'last' ? hasMore : after !== null,
      get startCursor() {
        return cursorOf(items[0]);
      },
      get endCursor() {
        return cursorOf(items.at(-1));
      },
    },
  };
}
