import { createPost } from '../client/post.ts';
import { dataOf } from '../client/answer.ts';
import { FollowError } from '../client/errors.ts';
import { serverOf, serverOptions } from './address.ts';
import { exitStatus, Mendable, type Command } from './command.ts';

interface Municipality {
  readonly municipalityCode: string;
  readonly decisions: number;
  readonly deviations: readonly {
    readonly deviation: string;
    readonly decisions: number;
    readonly citizens: number;
  }[];
}

const query = `query Deviations($from: Date!, $to: Date!, $municipalityCode: String) {
  deviationReport(from: $from, to: $to, municipalityCode: $municipalityCode) {
    municipalityCode decisions deviations { deviation decisions citizens }
  }
}`;

const heading = ['municipality', 'deviation', 'decisions', 'of decisions', 'share', 'citizens'] as const;

/** `dfdg deviations` */
export const deviationsCommand: Command = {
  name: 'deviations',
  summary: 'Counts what KY sent outside the agreed pattern in a period, by municipality.',
  operands: [],
  options: {
    from: { value: 'DATE', help: 'the first day of receipt: YYYY-MM-DD, a civil date in Copenhagen' },
    to: { value: 'DATE', help: 'the last day: at most 366 days in all' },
    municipality: { value: 'CODE', help: 'only what KY sent for this municipality: three digits' },
    csv: { value: null, help: 'as CSV (RFC 4180)' },
    ...serverOptions,
  },
  notes: [
    'A line is: municipality, deviation, decisions with it, of how many received, their share, on how many citizens.',
    'A municipality without deviations has one line, which says so. The token needs citizens:read or operate.',
  ],
  async run(called, terminal) {
    const { from, to, municipality = null, csv } = called.options;
    if (from === undefined || to === undefined)
      throw new Mendable('--from and --to are missing. See: dfdg deviations --help');
    const { url, token } = serverOf(called, terminal);
    const authorization = token === undefined ? undefined : `Bearer ${token}`;
    const post = createPost(url, authorization, fetch, terminal.untilStopped());
    const report = await post({ query, variables: { from, to, municipalityCode: municipality } })
      .then((answer) => dataOf(answer) as { deviationReport: readonly Municipality[] })
      .catch((error: unknown) => {
        throw new Mendable(reasonOf(error, url), { cause: error });
      });
    const rows = [heading, ...report.deviationReport.flatMap(rowsOf)];
    await terminal.out(csv === undefined ? table(rows) : rows.map((row) => `${row.join(',')}\r\n`).join(''));
    return exitStatus.well;
  },
};

type Row = readonly string[];

function rowsOf({ municipalityCode, decisions: all, deviations }: Municipality): readonly Row[] {
  if (deviations.length === 0) return [[municipalityCode, 'none', '0', String(all), '0.0000', '0']];
  return deviations.map(({ deviation, decisions, citizens }) => [
    municipalityCode,
    deviation,
    String(decisions),
    String(all),
    (decisions / all).toFixed(4),
    String(citizens),
  ]);
}

/** Names to the left, numbers to the right. */
function table(rows: readonly Row[]): string {
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column < 2 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `${row.map(cell).join('  ')}\n`).join('');
}

function reasonOf(error: unknown, url: string): string {
  if (error instanceof FollowError) return `${error.message} See: dfdg deviations --help`;
  const { cause } = error as Error;
  return `${url} gives no answer (${cause instanceof Error ? cause.message : (error as Error).message}): see that a server runs there, or name it by --url.`;
}
