import { createHash, timingSafeEqual } from 'node:crypto';
import { trustedCaller, type Caller } from './caller.ts';
import type { VerifyToken } from './tokens.ts';

/** What a request or a connection says of its caller. */
export interface Credentials {
  /** `Bearer` and a token. */
  readonly authorization?: string | undefined;
  /** What only the router knows. */
  readonly routerSecret?: string | undefined;
}

/** How callers are known. Where both are there, both are asked for. */
export interface AuthenticationOptions {
  readonly verifyToken: VerifyToken | null;
  /** Any of them will do, so that one can take the place of the other. Empty: none is asked for. */
  readonly routerSecrets: readonly string[];
}

/** Tells who is calling; null where that is not known. Never rejects. */
export type Authenticate = (credentials: Credentials) => Promise<Caller | null>;

/** Without tokens and secrets everybody is trusted: in development, where only this machine can call. */
export function createAuthenticate({ verifyToken, routerSecrets }: AuthenticationOptions): Authenticate {
  const digests = routerSecrets.map(digestOf);
  const isRouter = (secret = '') => {
    const digest = digestOf(secret);
    // All of them are compared, so that the time tells nothing.
    return digests.map((known) => timingSafeEqual(known, digest)).includes(true);
  };
  const trusted = trustedCaller(digests.length > 0 ? 'router' : 'development');
  return async ({ authorization, routerSecret }) => {
    if (digests.length > 0 && !isRouter(routerSecret)) return null;
    if (!verifyToken) return trusted;
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    return token === undefined ? null : verifyToken(token).catch(() => null);
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
