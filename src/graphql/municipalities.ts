import type { Caller } from '../auth/caller.ts';
import { ApiError } from './errors.ts';

/**
 * The municipalities whose changes are asked for, null for all: of the one that is named, or of all that the caller
 * sees. Of another municipality's the caller hears nothing. Throws `BAD_USER_INPUT`.
 */
export function municipalitiesHeard(
  { municipalityCode }: { readonly municipalityCode?: string | null },
  { municipalities }: Caller,
): readonly string[] | null {
  if (municipalityCode === null || municipalityCode === undefined)
    return municipalities && [...municipalities];
  if (!/^\d{3}$/.test(municipalityCode))
    throw new ApiError('BAD_USER_INPUT', 'municipalityCode must be three digits.');
  return municipalities === null || municipalities.has(municipalityCode) ? [municipalityCode] : [];
}
