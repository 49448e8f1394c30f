import { setTimeout as delay } from 'node:timers/promises';

/** How a router is called: this often, with a pause that doubles from `pause`, each time for `within` at most, in ms. */
export const postLimits = { tries: 5, pause: 100, within: 5_000 };

/** What a router said: a status, and the protocol that it speaks where it says so. */
export interface PostAnswer {
  readonly status: number;
  readonly protocol: string | null;
}

/**
 * Posts JSON to a router; null where it has nothing better to say, after all tries, than that it failed. What it
 * refuses is not tried again, and no redirect is followed: it could lead anywhere.
 */
export async function post(
  url: string,
  message: object,
  { tries, pause, within }: typeof postLimits,
  isStopping: () => boolean,
): Promise<PostAnswer | null> {
  for (let tried = 1; ; tried += 1) {
    const answer = await postOnce(url, message, within);
    if (answer !== null && answer.status < 500) return answer;
    if (tried >= tries || isStopping()) return null;
    await delay(pause * 2 ** (tried - 1));
  }
}

async function postOnce(url: string, message: object, within: number): Promise<PostAnswer | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      // Exactly this: Hive reads nothing else as JSON.
      headers: { 'content-type': 'application/json', 'subscription-protocol': 'callback/1.0' },
      body: JSON.stringify(message),
      redirect: 'manual',
      signal: AbortSignal.timeout(within),
    });
    await response.body?.cancel();
    return { status: response.status, protocol: response.headers.get('subscription-protocol') };
  } catch {
    return null;
  }
}
