/** The connections, each with the mark of its cursors. A mark is retired, never used again for another order. */
const marks = { decisions: 'd1', contactGroups: 'g1', changes: 'c1', accessLog: 'a1' } as const;

/** The name of a kind of connection. */
export type ConnectionName = keyof typeof marks;

/**
 * Prints the cursor of an edge from the number that its connection is ordered by: a decision's sequence, a group's
 * `openedBy`, a change's position, a number of the access log. Opaque to clients; it holds nothing else.
 */
export function printCursor(connection: ConnectionName, place: number): string {
  return Buffer.from(`${marks[connection]}.${place}`).toString('base64url');
}

/** Reads a cursor of a connection; null where the text is none, or is one of another kind of connection. */
export function parseCursor(connection: ConnectionName, cursor: string): number | null {
  const [mark, digits] = Buffer.from(cursor, 'base64url').toString().split('.');
  const place = Number(digits);
  // Decoding is lenient: only what printing gives back is a cursor.
  return mark === marks[connection] &&
    Number.isSafeInteger(place) &&
    printCursor(connection, place) === cursor
    ? place
    : null;
}
