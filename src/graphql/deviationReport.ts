import { addDays } from '../rules/dates.ts';
import type { MunicipalityDeviations } from '../storage/deviationReport.ts';
import { municipalitiesSeen } from './changeFilter.ts';
import type { Context } from './context.ts';
import { ApiError } from './errors.ts';

/** How many days a report covers at most: a leap year's. */
const mostDays = 366;

interface DeviationReportArguments {
  readonly from: string;
  readonly to: string;
  readonly municipalityCode?: string | null;
}

/** `Query.deviationReport` */
export async function deviationReport(
  _query: unknown,
  args: DeviationReportArguments,
  { reads, caller }: Context,
): Promise<readonly MunicipalityDeviations[]> {
  const { from, to } = args;
  if (from > to) throw new ApiError('BAD_USER_INPUT', 'from must not be after to.');
  if (addDays(to, 1 - mostDays) > from)
    throw new ApiError(
      'LIMIT_EXCEEDED',
      `from and to must be at most ${mostDays} days apart, both included.`,
    );
  const municipalities = municipalitiesSeen(args, caller);
  return reads.deviationReport({ from, to, municipalities });
}
