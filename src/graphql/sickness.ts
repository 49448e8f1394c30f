import { parseCpr } from '../commands/cpr.ts';
import type { SicknessReport } from '../commands/sickness.ts';
import type { SicknessAbsenceRecord } from '../storage/records.ts';
import type { Citizen } from './citizen.ts';
import { renewLoaders, type Context } from './context.ts';
import { ApiError } from './errors.ts';
import { printSicknessAbsenceId } from './ids.ts';
import { userErrorsAt } from './submission.ts';

/** `SicknessAbsence` */
export const sicknessAbsenceResolvers = {
  id: printSicknessAbsenceId,
  citizen: ({ citizenId }: SicknessAbsenceRecord): Citizen => ({ id: citizenId }),
};

interface ReportSickInput {
  readonly messageId: string;
  readonly cpr: string;
  readonly sickFrom: string;
}

interface ReportRecoveredInput {
  readonly messageId: string;
  readonly cpr: string;
  readonly recoveredOn: string;
}

/** The part of `Mutation` that is raskmelding (§2). */
export const sicknessMutations = {
  reportSick: (_mutation: unknown, { input }: { input: ReportSickInput }, context: Context) => {
    const { messageId, cpr, sickFrom } = input;
    return report({ kind: 'SICK', messageId, cpr, date: sickFrom }, context);
  },

  reportRecovered: (_mutation: unknown, { input }: { input: ReportRecoveredInput }, context: Context) => {
    const { messageId, cpr, recoveredOn } = input;
    return report({ kind: 'RECOVERED', messageId, cpr, date: recoveredOn }, context);
  },
};

async function report(sicknessReport: SicknessReport, context: Context) {
  await checkCitizen(sicknessReport.cpr, context);
  const answer = await context.commands.reportSickness(sicknessReport);
  renewLoaders(context);
  switch (answer.kind) {
    case 'stored':
      context.access.note(answer.absence.citizenId, 'ANSWERED');
      return { absence: answer.absence, duplicate: answer.duplicate, userErrors: [] };
    case 'refused':
      context.access.note(answer.citizenId ?? null, answer.citizenId ? 'ANSWERED' : 'REFUSED');
      return { absence: null, duplicate: false, userErrors: userErrorsAt(['input'], answer.userErrors) };
    case 'failed':
      throw new ApiError(answer.code, undefined, answer.reference);
  }
}

/** A caller reports on citizens that it sees, or of whom nothing is known. */
async function checkCitizen(cpr: string, { caller, loaders }: Context): Promise<void> {
  const digits = parseCpr(cpr);
  if (caller.municipalities === null || digits === null) return;
  const id = await loaders.citizenIds.load(digits);
  if (id !== null && (await loaders.citizens.load(id)) === null)
    throw new ApiError('FORBIDDEN', 'The caller may not report on this citizen.');
}
