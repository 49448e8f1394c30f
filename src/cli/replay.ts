import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { serverOf, serverOptions } from './address.ts';
import { exitStatus, Mendable, type Called, type Command } from './command.ts';
import { Progress } from './progress.ts';
import { createPost } from './replay/post.ts';
import { openRejects } from './replay/rejects.ts';
import { replay } from './replay/replay.ts';
import { Tally } from './replay/tally.ts';
import type { Terminal } from './terminal.ts';

/** `dfdg replay` */
export const replayCommand: Command = {
  name: 'replay',
  summary: 'Sends decisions from a file through a running server: the catch-up of an adapter.',
  operands: ['FILE.ndjson'],
  options: {
    ...serverOptions,
    concurrency: { value: 'N', help: 'requests at a time, 1 to 32; 4 unless told' },
    rejects: { value: 'FILE', help: 'where rejected lines go; FILE.ndjson.rejects.ndjson unless told' },
  },
  notes: [
    'Each line is one SubmitDecisionInput as JSON; - reads standard input. Decisions on one citizen are sent in the order',
    'of the file. What is not taken for the moment is sent again under the same messageId. Stop it and run it again at any',
    'time: what was received before is counted, and changes nothing. Rejected lines hold CPR numbers; nothing else does.',
    'Exit status: 0 all is stored, 1 lines were rejected, 2 it could not be done, 130 it was stopped.',
  ],
  run,
};

async function run(called: Called, terminal: Terminal): Promise<number> {
  const [file = '-'] = called.operands;
  const { concurrency: many = '4', rejects: rejectsFile } = called.options;
  const concurrency = Number(many);
  if (!/^\d+$/.test(many) || concurrency < 1 || concurrency > 32)
    throw new Mendable('--concurrency must be a number from 1 to 32.');
  const { url, token } = serverOf(called, terminal);
  const size = file === '-' ? null : (await stat(file)).size;
  const signal = terminal.untilStopped();
  const post = createPost(url, token);
  await greet(url, () => post([]));

  const rejectsPath = rejectsFile ?? `${file === '-' ? 'stdin' : file}.rejects.ndjson`;
  const rejects = await openRejects(rejectsPath, file);
  const tally = new Tally();
  const progress = new Progress(terminal, size);
  try {
    await replay(
      file === '-' ? process.stdin : createReadStream(file),
      concurrency,
      post,
      {
        stored(line, payload) {
          tally.addStored(payload);
          progress.add(1, line.bytes);
        },
        rejected(line, reasons) {
          tally.addRejected(reasons);
          rejects.write(line, reasons);
          progress.add(1, line.bytes);
        },
        waiting: (why) => {
          progress.wait(why);
        },
      },
      signal,
    );
  } finally {
    progress.stop();
    await rejects.close();
    await terminal.out(tally.text(progress.seconds));
    if (tally.rejected > 0) await terminal.out(`Rejected lines, with their reasons: ${rejectsPath}\n`);
  }
  if (signal.aborted) await terminal.out('Stopped before the end: run the same again to go on.\n');
  if (signal.aborted) return exitStatus.interrupted;
  return tally.rejected > 0 ? exitStatus.amiss : exitStatus.well;
}

/** Says at once where there is no server, or none that takes decisions of this caller. */
async function greet(url: string, post: () => ReturnType<ReturnType<typeof createPost>>): Promise<void> {
  const sent = await post();
  if (sent.kind === 'again' && !sent.why.startsWith('HTTP'))
    throw new Mendable(`No server answers at ${url} (${sent.why}): start one, or name it by --url.`);
  if (sent.kind === 'refused')
    throw new Mendable(
      `The server takes no decisions of this caller (${sent.reason.code}): ${sent.reason.message}`,
    );
}
