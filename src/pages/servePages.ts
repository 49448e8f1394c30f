import type { FastifyInstance } from 'fastify';
import { loadFiles, type Files, type PageName } from './files.ts';
import { documentOf } from './document.ts';

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Only what this server gives is loaded and asked. The explorer's editor and dialogs write style elements of their own;
 * scripts are bound to files on both pages.
 */
const styles: Readonly<Record<PageName, string>> = { board: "'self'", explorer: "'self' 'unsafe-inline'" };

function headersOf(page: PageName) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles[page]}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
}

/** Serves a page at the path of its name. Its files are loaded when the first of them is asked for. */
export function servePage(app: FastifyInstance, page: PageName): void {
  const headers = headersOf(page);
  let loading: Promise<Files> | undefined;
  for (const path of [`/${page}`, `/${page}/`])
    app.get(path, (_request, reply) =>
      reply.headers(headers).type('text/html; charset=utf-8').send(documentOf(page)),
    );
  app.get<{ Params: { file: string } }>(`/${page}/:file`, async ({ params: { file } }, reply) => {
    loading ??= loadFiles(page);
    // What failed is tried anew with the next request.
    loading.catch(() => (loading = undefined));
    const content = (await loading).get(file);
    if (!content) {
      reply.callNotFound();
      return reply;
    }
    const type = contentTypes[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    return reply.headers(headers).type(type).send(content);
  });
}
