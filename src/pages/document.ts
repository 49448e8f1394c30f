import type { PageName } from './files.ts';

const titles: Readonly<Record<PageName, string>> = {
  board: 'DFDG – kontaktgrupper',
  explorer: 'DFDG – GraphiQL',
};

const languages: Readonly<Record<PageName, string>> = { board: 'da', explorer: 'en' };

/** The HTML of a page: its script fills it. */
export function documentOf(page: PageName): string {
  return `<!doctype html>
<html lang="${languages[page]}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${titles[page]}</title>
    <link rel="icon" href="/${page}/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/${page}/${page}.css" />
    <script type="module" src="/${page}/${page}.js"></script>
  </head>
  <body>
    <div id="root"></div>
    <noscript>This page needs JavaScript. Denne side kræver JavaScript.</noscript>
  </body>
</html>
`;
}
