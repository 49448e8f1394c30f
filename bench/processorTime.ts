import { readdir, readFile } from 'node:fs/promises';

// Linux counts in hundredths of a second.
const tick = 10_000;

/** Processor time that a process and its children have taken so far, in microseconds: Linux alone tells. */
export async function processorTime(pid: number): Promise<number> {
  const children: number[] = [];
  for (const task of await readdir(`/proc/${pid}/task`).catch(() => []))
    children.push(
      ...(await readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => ''))
        .split(' ')
        .filter(Boolean)
        .map(Number),
    );
  const own = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')[1]?.split(' ');
  const times = await Promise.all(children.map(processorTime));
  // User and system time, its own and that of children who have ended.
  return (
    [11, 12, 13, 14].reduce((sum, field) => sum + Number(own?.[field] ?? 0), 0) * tick +
    times.reduce((a, b) => a + b, 0)
  );
}
