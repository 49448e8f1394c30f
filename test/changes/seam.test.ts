import { expect, it } from 'vitest';
import type { Entry, Filter } from '../../src/changes/entry.ts';
import { Subscriber } from '../../src/changes/subscriber.ts';
import { Window } from '../../src/changes/window.ts';

const everything: Filter = { municipalities: null, citizenId: null };

function entryAt(position: number): Entry {
  return { change: { position } } as Entry;
}

it('tells what is committed while the last page of the log is read', async () => {
  const window = new Window(10, 100);
  const pages = [[entryAt(6)], []];
  const subscriber = new Subscriber(
    {
      window,
      mayLag: 100,
      onEnd: () => undefined,
      // The page is of the moment at which it was asked for; before it is here, the window has grown.
      page: async () => {
        const page = pages.shift() ?? [];
        await Promise.resolve();
        if (page.length === 0) window.add([entryAt(11)]);
        return page;
      },
    },
    everything,
    5,
  );
  const told = [await subscriber.next(), await subscriber.next()];
  expect(told.map(({ value }) => value?.change.position)).toEqual([6, 11]);
  subscriber.end();
});
