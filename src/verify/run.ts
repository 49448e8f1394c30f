import { errorRecord } from '../logging/errorRecord.ts';
import { openDatabase, type DatabasePlace } from './database.ts';
import { shown } from './difference.ts';
import { verify, type Progress } from './verify.ts';

/** How it went: `equal`, `different`, or it could not be done. */
export const exitCodes = { equal: 0, different: 1, impossible: 2 } as const;

/** Verifies an operator's database: tells the result line by line through `print`, and gives the exit code. */
export async function runVerify(
  place: DatabasePlace,
  print: (line: string) => void,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<number> {
  const started = Date.now();
  try {
    const database = await openDatabase(place);
    const { compared, differences } = await verify(database.sql, { onProgress }).finally(() =>
      database.close(),
    );
    for (const difference of differences) print(shown(difference));
    const more = compared.differences - differences.length;
    if (more > 0) print(`… and ${more} more differences`);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    print(`${counts(compared)} in ${seconds} s`);
    print(compared.differences === 0 ? 'All is as the rules say.' : `${compared.differences} differences.`);
    return compared.differences === 0 ? exitCodes.equal : exitCodes.different;
  } catch (error) {
    const { code, error: name } = errorRecord(error);
    const isOurs = error instanceof Error && error.constructor === Error && code === undefined;
    print(`It could not be verified: ${isOurs ? error.message : `${name} ${code ?? ''}`.trim()}`);
    return exitCodes.impossible;
  }
}

function counts({ citizens, decisions, contactGroups, changes, sicknessAbsences }: Progress): string {
  return [
    `${citizens} citizens`,
    `${decisions} decisions`,
    `${contactGroups} contact groups`,
    `${changes} changes`,
    `${sicknessAbsences} sickness absences`,
  ].join(', ');
}
