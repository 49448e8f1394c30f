import { decisionInput } from '../../graphql/decision.ts';
import type { Configuration } from './configurations.ts';
import type { Canary } from './numbers.ts';
import { meant, misplaced, submit, subscriptions } from './operations.ts';
import { babble, post, send, subscribing, talk, wilds, type Place } from './send.ts';

/** Keeps what is answered to what was sent. */
export type Hear = (sent: string, answer: Promise<string>) => Promise<void>;

/** Sends a person's number wherever something can be sent, and a number that KY makes its own keys of. */
export async function sendAll(
  place: Place,
  { tokensWith }: Configuration,
  hear: Hear,
  person: Canary,
  inKeys: Canary,
): Promise<void> {
  const keys = inKeys.forms.flatMap((text) => [
    { query: submit, variables: { input: decisionInput({ messageId: text, kyId: text }) } },
    ...misplaced(text),
  ]);
  const operations = [
    ...person.forms.flatMap((text) => [...meant(text, `m${text.length}`), ...misplaced(text)]),
    ...keys,
  ];
  for (const operation of operations) await hear(`POST ${JSON.stringify(operation)}`, post(place, operation));
  for (const text of person.forms) {
    for (const wild of wilds(text)) await hear(JSON.stringify(wild), send(place, wild));
    for (const operation of [...subscriptions(text), ...misplaced(text)]) {
      await hear(`SSE ${JSON.stringify(operation)}`, post(place, operation, { accept: 'text/event-stream' }));
      const subscription = {
        callbackUrl: `http://127.0.0.1:1/${text}?${text}`,
        subscriptionId: text,
        verifier: text,
      };
      const accept = 'application/json;callbackSpec=1.0';
      await hear(
        `callback ${JSON.stringify(operation)}`,
        post(place, { ...operation, extensions: { subscription } }, { accept }),
      );
    }
    await hear(`socket ${text}`, talk(place, subscribing([...subscriptions(text), ...misplaced(text)])));
    for (const messages of babble(text)) await hear(`socket ${messages.join(' ')}`, talk(place, messages));
    const headers = {
      'x-request-id': text,
      traceparent: text,
      authorization: text,
      cookie: text,
      origin: text,
    };
    for (const path of ['/graphql', `/graphql?${text}`, `/${text}`])
      for (const [name, value] of Object.entries(headers))
        await hear(
          `socket at ${path} ${name}: ${text}`,
          talk(place, [], { path, headers: { [name]: value } }),
        );
    for (const [index, shown] of (await tokensWith(text)).entries()) {
      await hear(
        `token ${index} of ${text}`,
        post(place, { query: '{ citizen(by: { id: "x" }) { id } }' }, shown),
      );
      await hear(`socket with token ${index} of ${text}`, talk(place, subscribing([]), { headers: shown }));
    }
  }
}
