import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { attacks } from './attacks.ts';
import { entityAttacks, rootAttacks, sameForAll } from './attacks/municipalities.ts';
import { runAttack } from './run.ts';
import { attackedLimits, createTarget, type Target } from './target.ts';

let service: TestService;
let target: Target;

beforeAll(async () => {
  target = await createTarget(async ({ keys, secret, callbackHost }) => {
    service = await startTestService({
      tokens: keys.options,
      routerSecrets: [secret],
      callbackHosts: [callbackHost],
      callerLimits: attackedLimits,
      nodeEnv: 'production',
    });
    return service.url;
  });
});

afterAll(async () => {
  await target.close();
  await service.end();
});

describe('the server holds against one that', () => {
  // The run against a server of its own measures how long good calls take.
  it.each(attacks.filter(({ isSlow }) => !isSlow))('$way: $name', async (attack) => {
    const { outcome, broken } = await runAttack(target, attack, Infinity);
    expect({ outcome, broken }).toEqual({ outcome, broken: null });
  });
});

describe('the attacks', () => {
  const schema = createSchema();

  it('try every root field', () => {
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`),
    );
    const tried = [...rootAttacks.map(([field]) => field.split(',')[0]), ...sameForAll, 'Query._entities'];
    expect([...new Set(tried)].sort()).toEqual(roots.sort());
  });

  it('try every entity that is a citizen’s', () => {
    const entity = schema.getType('_Entity');
    const names = entity && 'getTypes' in entity ? entity.getTypes().map(({ name }) => name) : [];
    expect([...Object.keys(entityAttacks), 'ContactGroupType'].sort()).toEqual([...names].sort());
  });

  it('have a name each on every way', () => {
    const names = attacks.map(({ way, name }) => `${way}: ${name}`);
    expect(names.length).toBeGreaterThan(100);
    expect(new Set(names).size).toBe(names.length);
  });
});
