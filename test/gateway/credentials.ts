import { afterAll } from 'vitest';
import { scopes } from '../../src/auth/caller.ts';
import { createTokenIssuer } from '../auth/issuer.ts';

const issuer = await createTokenIssuer();
afterAll(() => issuer.end());

/** What our subgraph wants to see of its router. */
export const routerSecret = 'only-our-router-knows';

/** The credential of every client here: a token that may do everything. */
export const authorization = `Bearer ${await issuer.token(scopes.join(' '), ['*'], 3_600)}`;

/** The environment of a subgraph that asks for both of them. */
export const demands = { ...issuer.environment, ROUTER_SECRETS: routerSecret };
