import type { Attack } from './attack.ts';
import { accessLogAttacks } from './attacks/accessLog.ts';
import { bodyAttacks } from './attacks/bodies.ts';
import { callbackAttacks } from './attacks/callbacks.ts';
import { connectionAttacks } from './attacks/connections.ts';
import { floodAttacks } from './attacks/floods.ts';
import { municipalityAttacks } from './attacks/municipalities.ts';
import { operationAttacks } from './attacks/operations.ts';
import { socketAttacks } from './attacks/sockets.ts';
import { tokenAttacks } from './attacks/tokens.ts';

/** All attacks. */
export const attacks: readonly Attack[] = [
  ...tokenAttacks,
  ...municipalityAttacks,
  ...accessLogAttacks,
  ...operationAttacks,
  ...bodyAttacks,
  ...connectionAttacks,
  ...callbackAttacks,
  ...socketAttacks,
  ...floodAttacks,
];

/** Those that need to know nothing of the server but that it is in production and asks for a token and the secret. */
export const attacksAnywhere = [
  ...tokenAttacks,
  ...operationAttacks,
  ...bodyAttacks,
  ...connectionAttacks,
  ...socketAttacks,
].filter(({ way }) => way !== 'callback');
