import { WebSocket } from 'ws';
import { followChanges } from '../client/followChanges.ts';
import { serverOf, serverOptions } from './address.ts';
import { exitStatus, Mendable, type Command } from './command.ts';

interface Change {
  readonly kind: string;
  readonly occurredAt: string;
  readonly citizen: { readonly id: string };
  readonly from: Group | null;
  readonly to: Group | null;
  readonly decision: {
    readonly outcome: { readonly rule: { readonly id: string }; readonly deviations: readonly string[] };
  };
}

interface Group {
  readonly type: { readonly code: number };
}

const selection = `kind occurredAt citizen { id } from { type { code } } to { type { code } }
    decision { outcome { rule { id } deviations } }`;

/** `dfdg follow` */
export const followCommand: Command = {
  name: 'follow',
  summary: 'Tells the changes of contact groups as they are made, one a line.',
  operands: [],
  options: {
    municipality: { value: 'CODE', help: 'only changes that this municipality hears of: three digits' },
    after: { value: 'CURSOR', help: 'go on after this change; without it, with what is made from now on' },
    ...serverOptions,
  },
  notes: [
    'A line is: when, what, whose (a Citizen.id), from group -> to group, rule, deviations, cursor. No CPR number.',
    'It goes on by itself after a restart of the server. How it stands is told on standard error. Ctrl-C stops it.',
  ],
  async run(called, terminal) {
    const { municipality, after } = called.options;
    if (municipality !== undefined && !/^\d{3}$/.test(municipality))
      throw new Mendable('--municipality must be three digits, e.g. 101.');
    const { url, token } = serverOf(called, terminal);
    const signal = terminal.untilStopped();
    const following = followChanges<Change>({
      url,
      webSocket: WebSocket,
      selection,
      ...(municipality !== undefined && { municipalityCode: municipality }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(after !== undefined && { after }),
      onChange: (change, cursor) => terminal.out(`${lineOf(change)}  ${cursor}\n`),
      onState({ status, since, reason }) {
        terminal.err(`${status} since ${since.toISOString()}${reason ? `: ${reason.message}` : ''}\n`);
      },
    });
    const stop = () => void following.stop();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    try {
      await following.done;
    } catch (error) {
      throw new Mendable(`${(error as Error).message}: see --after, --municipality and --token.`, {
        cause: error,
      });
    }
    if (following.cursor !== null) terminal.err(`To go on: --after ${following.cursor}\n`);
    return exitStatus.well;
  },
};

function lineOf({ kind, occurredAt, citizen, from, to, decision }: Change): string {
  const { rule, deviations } = decision.outcome;
  const groups = `${from?.type.code ?? '-'} -> ${to?.type.code ?? '-'}`;
  return [occurredAt, kind, citizen.id, groups, rule.id, deviations.join(',') || '-'].join('  ');
}
