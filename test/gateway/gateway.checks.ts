import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../../examples/gateway/gateway.ts';
import type { Subgraph } from '../../examples/gateway/compose.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { dataOf, expectLog, grant, introduce, lastCursor, subscription, take } from './citizens.ts';
import { send, type Subscribe } from './client.ts';
import { authorization } from './credentials.ts';
import { freePort } from './freePort.ts';
import type { CitizenKey } from './notesSubgraph.ts';
import { startSubgraphs, type Subgraphs } from './subgraphs.ts';

/** Starts a gateway on a port. */
export type StartGateway = (subgraphs: readonly Subgraph[], port: number) => Promise<Gateway>;

/** How to start a gateway, and how a client of it subscribes. */
export interface GatewayUnderTest {
  readonly start: StartGateway;
  readonly subscribe: Subscribe;
  /** How long nothing happens in the midst of the subscription, in milliseconds. */
  readonly idle: number;
  /** The code with which a client hears that our subgraph does not know its token. */
  readonly refusal: string;
}

const cases: readonly (readonly CitizenKey[])[] = [['id'], ['cpr']];

/** What works through every gateway, whichever key the other subgraph knows citizens by. */
export function checkGateway({ start, subscribe, idle, refusal }: GatewayUnderTest): void {
  describe.each(cases)('beside a subgraph that knows citizens by %s', (key) => {
    let subgraphs: Subgraphs;
    let gateway: Gateway;

    beforeAll(async () => {
      const port = await freePort();
      subgraphs = await startSubgraphs([key], `localhost:${port}`);
      gateway = await start(subgraphs.list, port);
      await introduce(gateway.url, subgraphs.notes, 3);
    });

    afterAll(async () => {
      await gateway.close();
      await subgraphs.end();
    });

    it('answers a query that begins here, by id and by CPR number, and one that begins there', async () => {
      const query = `query ($by: CitizenBy!) {
        citizen(by: $by) { id cpr caseworkerNote contactGroups { type { code } } }
      }`;
      const known = { cpr: madeUpCpr(1), caseworkerNote: 'note 1', contactGroups: [{ type: { code: 2 } }] };
      const byCpr = dataOf(await send(gateway.url, query, { by: { cpr: madeUpCpr(1) } })) as { id: string };
      expect(byCpr).toMatchObject(known);
      const byId = dataOf(await send(gateway.url, query, { by: { id: byCpr.id } }));
      expect(byId).toEqual(byCpr);
      const noted = `{ notedCitizens { id cpr caseworkerNote contactGroups { type { code } } } }`;
      expect((dataOf(await send(gateway.url, noted)) as unknown[])[1]).toEqual(byCpr);
      expect(subgraphs.notes.asked.every((reference) => key in reference)).toBe(true);
    });

    it('submits a decision, and refuses one', async () => {
      const mutation = `mutation ($input: SubmitDecisionInput!) {
        submitDecision(input: $input) {
          decision { sequence citizen { caseworkerNote } } duplicate userErrors { code field }
        }
      }`;
      const input = submission({ cpr: madeUpCpr(2), kyId: 'other', contactGroup: 7 });
      expect(dataOf(await send(gateway.url, mutation, { input }))).toEqual({
        decision: { sequence: 2, citizen: { caseworkerNote: 'note 2' } },
        duplicate: false,
        userErrors: [],
      });
      expect(dataOf(await send(gateway.url, mutation, { input: { ...input, cpr: '1' } }))).toMatchObject({
        decision: null,
        userErrors: [{ code: 'INVALID_CPR', field: ['input', 'cpr'] }],
      });
    });

    it(`subscribes: all changes in order with the other subgraph's field, ${idle} ms of silence or not`, async () => {
      const cursor = await lastCursor(gateway.url);
      const answers = subscribe(gateway.url, subscription, { after: cursor });
      const [changes] = await Promise.all([take(answers, 1), grant(gateway.url, 0, 1)]);
      for (let round = 1; round < 6; round += 1)
        await Promise.all([1, 2].map((citizen) => grant(gateway.url, citizen, round)));
      changes.push(...(await take(answers, 10)));
      await delay(idle);
      await grant(gateway.url, 0, 2);
      changes.push(...(await take(answers, 1)));
      await answers.return();
      await expectLog(gateway.url, cursor, changes);
    });

    it("hands the client's credential on, also for what a subscription tells", () => {
      subgraphs.notes.authorizations.delete(undefined); // the gateway's own, asking for the schema
      expect([...subgraphs.notes.authorizations]).toEqual([authorization]);
    });

    it('shows its secret to our subgraph alone, and lets in nobody whose token ours does not know', async () => {
      expect([...subgraphs.notes.secrets]).toEqual([undefined]);
      const stranger = 'Bearer of.a.stranger';
      const query = '{ contactGroupChanges { nodes { id } } }';
      const refused = await send(gateway.url, query, {}, stranger);
      expect(refused).toMatchObject({ data: null, errors: [{ extensions: { code: refusal } }] });
      // What a gateway tells its client of a refused socket differs; a change it never tells.
      const began = await lastCursor(gateway.url);
      await grant(gateway.url, 0, 3);
      const answers = subscribe(gateway.url, subscription, { after: began }, stranger);
      const told = await Promise.race([answers.next().catch(() => null), delay(1_000, null)]);
      expect(told?.value?.data?.['contactGroupChanged'] ?? null).toBeNull();
    });
  });
}
