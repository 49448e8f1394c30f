/**
 * A CPR number that nobody has: born on 29 February of a year that had no such day, whichever century it was in. It
 * passes where only the day and the month must be possible.
 */
export function madeUpCpr(): string {
  const year = 4 * Math.floor(Math.random() * 25) + 1 + Math.floor(Math.random() * 3);
  return `2902${String(year).padStart(2, '0')}${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;
}

/** An id of a message of the board's own. */
export function messageId(): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `board-${Date.now().toString(36)}-${[...random].map((part) => part.toString(36)).join('')}`;
}
