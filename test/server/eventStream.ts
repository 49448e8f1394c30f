import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

/** An answer by events, as it comes; `body` is what is POSTed. */
export async function openEventStream(
  url: string,
  body: object | string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  const asked = request(`${url}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
  });
  asked.end(typeof body === 'string' ? body : JSON.stringify(body));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response.setEncoding('utf8');
}

/** The events of a stream, each with its name and its data. */
export async function* eventsOf(response: IncomingMessage): AsyncGenerator<{ event: string; data: string }> {
  let text = '';
  for await (const chunk of response) {
    text += chunk as string;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event, data] = /^event: (\w+)\ndata:(.*)$/.exec(block) ?? [];
      if (event !== undefined && data !== undefined) yield { event, data };
    }
  }
}
