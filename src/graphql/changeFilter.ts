import type { Caller } from '../auth/caller.ts';
import type { Filter } from '../changes/entry.ts';
import { ApiError } from './errors.ts';
import { parseCitizenId } from './ids.ts';

/** Which changes are asked for. */
export interface ChangeFilterArguments {
  readonly municipalityCode?: string | null;
  readonly citizenId?: string | null;
}

/**
 * The changes that are asked for, of those that the caller hears of: of another municipality's it hears nothing. Throws
 * `BAD_USER_INPUT`, naming the argument.
 */
export function changeFilterOf(args: ChangeFilterArguments, caller: Caller): Filter {
  const { citizenId = null } = args;
  if (citizenId !== null && parseCitizenId(citizenId) === null)
    throw new ApiError('BAD_USER_INPUT', 'citizenId must be the id of a Citizen.');
  return { municipalities: municipalitiesSeen(args, caller), citizenId };
}

/**
 * The municipality that is asked for, or else all of the caller's, of those that the caller sees; null for all. Throws
 * `BAD_USER_INPUT`.
 */
export function municipalitiesSeen(
  { municipalityCode = null }: Pick<ChangeFilterArguments, 'municipalityCode'>,
  { municipalities }: Caller,
): readonly string[] | null {
  if (municipalityCode === null) return municipalities && [...municipalities];
  if (!/^\d{3}$/.test(municipalityCode))
    throw new ApiError('BAD_USER_INPUT', 'municipalityCode must be three digits.');
  return municipalities === null || municipalities.has(municipalityCode) ? [municipalityCode] : [];
}
