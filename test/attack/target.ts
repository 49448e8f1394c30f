import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeKeys, type Keys } from './keys.ts';

/** Who attacks: each is known to the server, and may do little. */
const callers = {
  /** A jobcentre that sees its own citizens alone. */
  jobcentre: { scope: 'citizens:read decisions:submit sickness:report', municipalities: ['101'] },
  /** May do everything but read CPR numbers. */
  adapter: { scope: 'decisions:submit sickness:report citizens:read operate', municipalities: ['*'] },
  /** Answers citizens who ask who has read of them: one of a jobcentre, and one of all. */
  auditor: { scope: 'citizens:read access:read', municipalities: ['101'] },
  supervisor: { scope: 'citizens:read access:read', municipalities: ['*'] },
  /** Has another subject, so that nobody else is limited. */
  flooder: { scope: 'citizens:read', municipalities: ['*'] },
};

/** The name of an attacker. */
export type CallerName = keyof typeof callers;

/** What belongs to a municipality that the jobcentre does not see. */
export interface Foreign {
  readonly cpr: string;
  readonly citizen: string;
  readonly decision: string;
  readonly contactGroup: string;
  readonly change: string;
  readonly absence: string;
}

/** A server that is attacked. */
export interface Target {
  readonly url: string;
  readonly keys: Keys;
  readonly secret: string;
  /** The headers by which an attacker is known. */
  readonly headers: Readonly<Record<CallerName, Readonly<Record<string, string>>>>;
  readonly foreign: Foreign;
  /** Where the allow-list ends: addresses that listen, and must never be called. */
  readonly bait: Bait;
  /** What the server was configured with, so that floods need not be long. */
  readonly limits: typeof attackedLimits;
  close(): Promise<void>;
}

/** Low ones, so that floods are short. */
export const attackedLimits = { requests: 400, sockets: 30, subscriptions: 40 };

const secret = 'a-secret-of-the-router';

/** How a server has to be configured to be attacked. */
export interface Attacked {
  readonly keys: Keys;
  readonly secret: string;
  /** The one host that may be called back. */
  readonly callbackHost: string;
}

/** Prepares keys and bait, has a server started with them, and puts a citizen of another municipality into it. */
export async function createTarget(start: (attacked: Attacked) => Promise<string>): Promise<Target> {
  const [keys, bait] = await Promise.all([makeKeys(), setBait()]);
  const url = await start({ keys, secret, callbackHost: bait.allowed });
  const headers = Object.fromEntries(
    await Promise.all(
      Object.entries(callers).map(async ([name, claims]) => [
        name,
        { 'x-router-secret': secret, authorization: `Bearer ${await keys.sign({ sub: name, ...claims })}` },
      ]),
    ),
  ) as Target['headers'];
  return {
    url,
    keys,
    secret,
    headers,
    foreign: await seed(url, headers.adapter),
    bait,
    limits: attackedLimits,
    async close() {
      bait.close();
      await keys.end();
    },
  };
}

/** A server that runs already, of which nothing but a token and the secret is known. */
export async function aimAt(url: string, known: { token: string; secret: string }): Promise<Target> {
  const [keys, bait] = await Promise.all([makeKeys(), setBait()]);
  const headers = { 'x-router-secret': known.secret, authorization: `Bearer ${known.token}` };
  return {
    url,
    keys,
    secret: known.secret,
    headers: {
      jobcentre: headers,
      adapter: headers,
      auditor: headers,
      supervisor: headers,
      flooder: headers,
    },
    foreign: { cpr, citizen: '', decision: '', contactGroup: '', change: '', absence: '' },
    bait,
    limits: attackedLimits,
    async close() {
      bait.close();
      await keys.end();
    },
  };
}

/** Addresses of this machine that listen for callbacks. */
export interface Bait {
  /** May be called, and leads on to what may not. */
  readonly allowed: string;
  readonly forbidden: string;
  /** How often the forbidden one was called. */
  readonly calls: () => number;
  close(): void;
}

async function setBait(): Promise<Bait> {
  let calls = 0;
  const forbidden = createServer((_request, response) => {
    calls += 1;
    response.writeHead(204, { 'subscription-protocol': 'callback/1.0' }).end();
  });
  forbidden.on('connection', () => (calls += 1));
  const allowed = createServer((_request, response) => {
    response.writeHead(307, { location: `http://${hostOf(forbidden)}/` }).end();
  });
  await Promise.all([listen(forbidden, '127.0.0.2'), listen(allowed, '127.0.0.1')]);
  return {
    allowed: hostOf(allowed),
    forbidden: hostOf(forbidden),
    calls: () => calls,
    close() {
      for (const server of [forbidden, allowed]) server.close().closeAllConnections();
    },
  };
}

function listen(server: ReturnType<typeof createServer>, host: string): Promise<void> {
  return new Promise((resolve) => server.listen(0, host, resolve));
}

function hostOf(server: ReturnType<typeof createServer>): string {
  const { address, port } = server.address() as AddressInfo;
  return `${address}:${port}`;
}

const cpr = '2902910001';

async function seed(url: string, headers: Readonly<Record<string, string>>): Promise<Foreign> {
  const input = {
    cpr,
    municipalityCode: '851',
    kyId: 'A',
    kind: 'GRANTED',
    contactGroup: 2,
    startDate: '2022-06-01',
  };
  const query = `mutation ($input: SubmitDecisionInput!, $sick: ReportSickInput!) {
    submitDecision(input: $input) { decision { id citizen { id } outcome { changes { id to { id } } } } }
    reportSick(input: $sick) { absence { id } }
  }`;
  const variables = {
    input: { messageId: 'attacked', ...input },
    sick: { messageId: 'attacked', cpr, sickFrom: '2022-06-01' },
  };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await response.json()) as { data: Seeded };
  const { decision } = data.submitDecision;
  const [change] = decision.outcome.changes;
  return {
    cpr,
    citizen: decision.citizen.id,
    decision: decision.id,
    contactGroup: change.to.id,
    change: change.id,
    absence: data.reportSick.absence.id,
  };
}

interface Seeded {
  readonly submitDecision: {
    readonly decision: {
      readonly id: string;
      readonly citizen: { readonly id: string };
      readonly outcome: {
        readonly changes: readonly [{ readonly id: string; readonly to: { readonly id: string } }];
      };
    };
  };
  readonly reportSick: { readonly absence: { readonly id: string } };
}
