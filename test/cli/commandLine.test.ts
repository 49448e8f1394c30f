import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { dfdg } from './run.ts';

describe('dfdg', () => {
  it('says what there is, and of each command what it takes', async () => {
    const { status, out } = await dfdg(['--help']);
    expect(status).toBe(0);
    for (const { name, summary, options } of commands) {
      expect(out).toContain(`  ${name}`);
      for (const flag of ['--help', '-h']) {
        const help = await dfdg([name, flag]);
        expect(help).toMatchObject({ status: 0, err: '' });
        expect(help.out).toContain(summary);
        for (const option of Object.keys(options)) expect(help.out).toContain(`--${option} `);
      }
    }
    expect(await dfdg([])).toMatchObject({ status: 2, out });
  });

  it.each([
    [['no-such'], 'dfdg: There is no such command. See: dfdg --help\n'],
    [['verify', '--no-such'], "dfdg verify: Unknown option '--no-such'. See: dfdg verify --help\n"],
    [['verify', 'what'], 'dfdg verify: There are too many arguments. See: dfdg verify --help\n'],
    [['quarantine'], 'dfdg quarantine: list|retry is missing. See: dfdg quarantine --help\n'],
    [
      ['quarantine', 'retry'],
      'dfdg quarantine: It is either: dfdg quarantine list, or: dfdg quarantine retry MESSAGE-ID\n',
    ],
  ])('%j is refused in one line that says what would do', async (args, err) => {
    expect(await dfdg(args)).toEqual({ status: 2, out: '', err });
  });

  it('tells the faults of the environment in one line', async () => {
    const { err } = await dfdg(['quarantine', 'list'], { PORT: 'x', LOG_LEVEL: 'y' });
    expect(err).toMatch(/^dfdg quarantine: The environment is not .* PORT must .* LOG_LEVEL must be .*\n$/);
  });
});
