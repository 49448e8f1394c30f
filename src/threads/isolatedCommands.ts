import { randomUUID } from 'node:crypto';
import type { Watch } from '../commands/steps.ts';
import type { Commands, Failure } from '../commands/submission.ts';
import type { Log } from '../logging/log.ts';
import type { DatabaseAddress } from '../storage/address.ts';
import type { CprKeys } from '../storage/cprCipher.ts';
import { Lane } from './lane.ts';
import type { CommandName } from './protocol.ts';
import { createQuarantine } from './quarantine.ts';
import type { Call } from './thread.ts';

/** What isolated commands work with. */
export interface IsolationOptions {
  readonly address: DatabaseAddress;
  readonly cprKeys: CprKeys;
  readonly log: Log;
  /** What the threads run: another file only in the tests that put faults into it. */
  readonly entry?: URL;
}

/** The commands in threads, and how they fare. */
export interface IsolatedCommands extends Commands {
  readonly state: {
    readonly deaths: number;
    readonly quarantined: number;
    readonly inFlight: number;
  };
}

/** How long a call may take, whatever happens, before it is answered UNAVAILABLE, in milliseconds. */
const answerWithin = { decisions: 2_400, sickness: 800 };

/** How long a thread may keep silent, in milliseconds. */
const silentWithin = 500;

const laneOf = {
  submitDecision: 'decisions',
  previewDecision: 'decisions',
  reportSickness: 'sickness',
} as const satisfies Record<CommandName, keyof typeof answerWithin>;

// Named like this file: .js where it was built, .ts from source.
const usualEntry = new URL(`./commandThread${import.meta.url.slice(-3)}`, import.meta.url);

/**
 * The commands, each kind in a thread of its own beside the thread that serves (§2): whatever goes wrong in one of them,
 * be it an endless loop or the end of its memory, all the rest goes on. A message that has taken down two threads is
 * set aside and answered QUARANTINED at once, until an operator releases it.
 */
export async function createIsolatedCommands(options: IsolationOptions): Promise<IsolatedCommands> {
  const { address, cprKeys, log, entry = usualEntry } = options;
  const quarantine = await createQuarantine(address, log);
  const laneOptions = { thread: { data: { address, cprKeys }, log, entry, silentWithin }, onCulprit };
  const lanes = { decisions: new Lane(laneOptions), sickness: new Lane(laneOptions) };

  function failed(code: Failure['code'], command: CommandName, why: string): Failure {
    const reference = randomUUID();
    log.error({ reference, command }, `${command} failed: ${code}, since ${why}`);
    return { kind: 'failed', code, reference };
  }

  function onCulprit({ command, input, answer }: Call, threads: number): void {
    const isSetAside = quarantine.strike(command, input.messageId, threads);
    answer(failed(isSetAside ? 'QUARANTINED' : 'UNAVAILABLE', command, 'a command thread went down with it'));
  }

  function call<Answer>(
    command: CommandName,
    input: Call['input'],
    watch: Watch | undefined,
  ): Promise<Answer | Failure> {
    if (quarantine.holds(command, input.messageId))
      return Promise.resolve(failed('QUARANTINED', command, 'its message is set aside'));
    const lane = laneOf[command];
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        resolve(failed('UNAVAILABLE', command, 'it has not been answered in time'));
      }, answerWithin[lane]);
      lanes[lane].call({
        command,
        input,
        watch,
        answer: (answer) => {
          clearTimeout(late);
          resolve(answer as Answer);
        },
      });
    });
  }

  const both = [lanes.decisions, lanes.sickness];
  const isolated: IsolatedCommands = {
    submitDecision: (submission, watch) => call('submitDecision', submission, watch),
    previewDecision: (preview, watch) => call('previewDecision', preview, watch),
    reportSickness: (report, watch) => call('reportSickness', report, watch),
    get state() {
      return {
        deaths: lanes.decisions.deaths + lanes.sickness.deaths,
        quarantined: quarantine.size,
        inFlight: lanes.decisions.inFlight + lanes.sickness.inFlight,
      };
    },
    async close() {
      await Promise.all(both.map((lane) => lane.close()));
      await quarantine.close();
    },
  };
  if ((await Promise.all(both.map((lane) => lane.cameUp()))).includes(false))
    throw new Error('A command thread did not come up.');
  return isolated;
}
