import type { SicknessReport } from '../commands/sickness.ts';
import type { SicknessAbsenceRecord } from '../storage/records.ts';
import type { Citizen } from './citizen.ts';
import type { Context } from './context.ts';
import { ApiError } from './errors.ts';
import { printSicknessAbsenceId } from './ids.ts';
import { createLoaders } from './loaders.ts';
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
  const answer = await context.commands.reportSickness(sicknessReport);
  context.loaders = createLoaders(context.reads);
  switch (answer.kind) {
    case 'stored':
      return { absence: answer.absence, duplicate: answer.duplicate, userErrors: [] };
    case 'refused':
      return { absence: null, duplicate: false, userErrors: userErrorsAt(['input'], answer.userErrors) };
    case 'failed':
      throw new ApiError(answer.code, undefined, answer.reference);
  }
}
