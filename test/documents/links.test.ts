import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { documents } from './blocks.ts';

interface Link {
  readonly from: string;
  /** The file that it leads to, with the heading there. */
  readonly to: string;
}

const links: readonly Link[] = documents().flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ from, to: target.startsWith('#') ? from + target : join(dirname(from), target) })),
);

/** What links to the headings of a document are made of. */
function anchorsOf(document: string): readonly string[] {
  const text = readFileSync(document, 'utf8');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
  return [...headings, ...[...text.matchAll(/ (?:id|name)="([^"]+)"/g)].map(([, anchor = '']) => anchor)];
}

it('every link between documents leads somewhere', () => {
  const astray = links.filter(({ to }) => {
    const [path = '', anchor] = to.split('#');
    return (
      !existsSync(path) || (anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor))
    );
  });
  expect(links.length).toBeGreaterThan(100);
  expect(astray).toEqual([]);
});

it('every document but the first is linked', () => {
  const linked = new Set(
    links.filter(({ from, to }) => !to.startsWith(from)).map(({ to }) => to.split('#')[0]),
  );
  expect(documents().filter((document) => !linked.has(document))).toEqual(['README.md']);
});
