import { Mendable, type Called, type Option } from './command.ts';
import type { Terminal } from './terminal.ts';

/** The options of commands that call a server. */
export const serverOptions = {
  url: { value: 'URL', help: 'the server; without it, the one on PORT (4001) of this machine' },
  token: { value: 'TOKEN', help: 'the token to show; better: the environment variable DFDG_TOKEN' },
} as const satisfies Record<string, Option>;

/** Where GraphQL is, and by which token. */
export function serverOf(
  { options }: Called,
  { env }: Terminal,
): { readonly url: string; readonly token: string | undefined } {
  const given = options['url'] ?? `http://localhost:${env['PORT']?.trim() || '4001'}`;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Mendable('--url must be a URL of the form http://host:port or https://host/graphql.');
  if (url.pathname === '/') url.pathname = '/graphql';
  const token = options['token'] ?? env['DFDG_TOKEN'];
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new Mendable('The token must be one word: give it without `Bearer`.');
  return { url: url.href, token };
}
