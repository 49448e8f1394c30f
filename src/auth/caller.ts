/** What a caller may do. A token lists them in its `scope`, separated by spaces. */
export const scopes = [
  'decisions:submit',
  'sickness:report',
  'citizens:read',
  'cpr:read',
  'access:read',
  'operate',
] as const;

/** The name of a scope. */
export type Scope = (typeof scopes)[number];

/** Who is calling, and what that one may do and see. */
export interface Caller {
  /** Names the caller in the access log. No person: a system or a jobcentre. */
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Three-digit codes of the municipalities whose citizens the caller sees; null for all. */
  readonly municipalities: ReadonlySet<string> | null;
  /** Milliseconds since the epoch; null for a caller that stays who it is. */
  readonly expiresAt: number | null;
}

/** A caller who may do everything: whoever calls in development, and a router that has shown its secret. */
export function trustedCaller(subject: string): Caller {
  return { subject, scopes: new Set(scopes), municipalities: null, expiresAt: null };
}

/** Whether a caller sees what belongs to a municipality; null is of none. */
export function sees({ municipalities }: Caller, municipalityCode: string | null): boolean {
  return municipalities === null || (municipalityCode !== null && municipalities.has(municipalityCode));
}
