import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createAccessLog } from '../access/accessLog.ts';
import { keepAccessLog } from '../access/upkeep.ts';
import { createChangeFeed } from '../changes/feed.ts';
import { createAuthenticate, type Authenticate } from '../auth/authenticate.ts';
import { createVerifyToken } from '../auth/tokens.ts';
import { startEmbeddedPostgres } from '../embedded/postgres.ts';
import { Access } from '../graphql/access.ts';
import { createContext } from '../graphql/context.ts';
import { createErrorMask } from '../graphql/maskErrors.ts';
import { createSchema } from '../graphql/schema.ts';
import { limitShape } from '../graphql/shapeLimits.ts';
import { createSubscribe } from '../graphql/subscribe.ts';
import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { connect, type DatabaseAddress } from '../storage/address.ts';
import { createCprCipher, type CprKeys } from '../storage/cprCipher.ts';
import { checkKeys } from '../storage/cprKeyCheck.ts';
import { migrate } from '../storage/migrate.ts';
import {
  createIsolatedCommands,
  type IsolatedCommands,
  type IsolationOptions,
} from '../threads/isolatedCommands.ts';
import { countCalls } from '../metrics/calls.ts';
import { showAccesses } from '../metrics/accesses.ts';
import { showChanges } from '../metrics/changes.ts';
import { showConnections } from '../metrics/connections.ts';
import { countDecisions } from '../metrics/decisions.ts';
import { measureOperations } from '../metrics/operations.ts';
import { createRegistry } from '../metrics/registry.ts';
import { showThreads } from '../metrics/threads.ts';
import type { PageName } from '../pages/files.ts';
import { servePage } from '../pages/servePages.ts';
import { createReads } from '../storage/reads.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { createApollo, maxLexicalTokens } from './apollo.ts';
import { admitCalls } from './admission.ts';
import { createApp } from './app.ts';
import { createCallbacks } from './callbacks.ts';
import { createCallerLimits, limitRequests } from './callerLimits.ts';
import type { Config } from './config.ts';
import { cprKeysOf } from './cprKeys.ts';
import { authenticateRequests } from './credentials.ts';
import { listenForMetrics, serveMetrics } from './metrics.ts';
import { serveGraphql, serveProbes } from './routes.ts';
import { serveSockets } from './sockets.ts';
import { createSubscriptions } from './subscriptions.ts';

/** How long `/readyz` says no before the server stops listening, in milliseconds. */
const noticeOfStopping = 250;

/** How long the end of subscriptions may take to reach clients once the server stops, in milliseconds. */
const completeWithin = 1_500;

/** How long requests in flight may take to be answered once the server stops, in milliseconds. */
const drainWithin = 4_000;

/** How many subscriptions run at once, of all callers. */
const maxSubscriptions = 20_000;

/**
 * How many connections may wait to be taken up. Beyond that a system drops them, and callers try again only after 1, 3,
 * 7 and 15 s: calls that nobody has refused would take so long (measured, by `npm run overload`, with Node's own 511).
 */
const backlog = 4_096;

/** A running subgraph. */
export interface Service {
  /** Where it listens, e.g. `http://localhost:4001`. */
  readonly url: string;
  /** The pages that it serves, each at its name. */
  readonly pages: readonly PageName[];
  readonly log: Log;
  /** How many subscribe to changes, over all transports. */
  readonly subscribers: () => number;
  /**
   * Not ready first; then subscriptions are completed, so that clients go on elsewhere, requests in flight are
   * answered, and everything stops. Within 8 s.
   */
  readonly close: () => Promise<void>;
}

/** How commands are started: in threads, unless a test has them in its own. */
export type StartCommands = (options: IsolationOptions) => Promise<IsolatedCommands>;

/** Starts everything: the database unless there is one, its tables, and the server. Rejects where one of them fails. */
export async function startService(
  config: Config,
  startCommands: StartCommands = createIsolatedCommands,
): Promise<Service> {
  const app = createApp(config);
  const log: Log = app.log;
  const started: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const stopOne of started.splice(0).reverse())
      await stopOne().catch((error: unknown) => {
        log.error(errorRecord(error), 'a part did not stop well');
      });
  };
  try {
    let address: DatabaseAddress | null = config.databaseUrl;
    if (address === null) {
      const postgres = await startEmbeddedPostgres({
        dataDir: config.dataDir,
        log: (line) => {
          log.info({}, line);
        },
      });
      started.push(() => postgres.stop());
      address = postgres.connection;
    }
    const authenticate = await startAuthentication(config, log);
    const cprKeys = await cprKeysOf(config);
    await migrate(address);
    await checkDatabase(address, cprKeys);
    started.push(await keepAccessLog(address, config.accessLogMonths, log));
    const accessLog = createAccessLog(address, log);
    started.push(() => accessLog.close());
    const registry = createRegistry();
    showAccesses(registry, accessLog);
    const isolated = await startCommands({ address, cprKeys, log });
    started.push(() => isolated.close());
    showThreads(registry, isolated);
    const commands = countDecisions(registry, isolated);
    const reads = createReads(address, cprKeys, { rowSecurity: config.rowSecurity });
    started.push(() => reads.close());
    const changes = await createChangeFeed({ address, reads, log });
    started.push(() => changes.close());
    showChanges(registry, changes, reads);
    showConnections(registry, reads);
    const schema = createSchema();
    const tracing = await startTracing(config);
    if (tracing) started.push(() => tracing.close());
    const plugins = [measureOperations(registry), ...(tracing ? [tracing.plugin] : [])];
    const apollo = createApollo(schema, log, config, plugins);
    await apollo.start();
    started.push(() => apollo.stop());
    const mask = createErrorMask(log);
    const subscribe = createSubscribe({
      schema,
      commands,
      reads,
      changes,
      accessLog,
      mask,
      maxLexicalTokens,
      maxCost: config.maxCost,
      hideSuggestions: config.nodeEnv === 'production',
      validationRules: [limitShape],
    });
    const subscriptions = createSubscriptions(subscribe, {
      inAll: maxSubscriptions,
      perCaller: config.callerLimits.subscriptions,
    });
    const callerLimits = createCallerLimits(config.callerLimits);

    let stopping = false;
    const sockets = serveSockets(app.server, {
      subscriptions,
      authenticate,
      callerLimits,
      logOf: (reqId) => app.log.child({ reqId }),
      origins: config.webSocketOrigins,
      isStopping: () => stopping,
    });
    const callbacks = createCallbacks({ subscriptions, hosts: config.callbackHosts, log });
    tracing?.traceRequests(app);
    countCalls(registry, app, admitCalls(app));
    authenticateRequests(app, authenticate);
    limitRequests(app, callerLimits);
    serveGraphql(app, {
      apollo,
      context(caller, request) {
        const context = createContext(commands, reads, caller, new Access(accessLog, caller, request.id));
        return tracing ? tracing.contextOf(request, context) : context;
      },
      subscriptions,
      callbacks,
    });
    const pages = pagesOf(config);
    for (const page of pages) servePage(app, page);
    serveProbes(app, async () => !stopping && (await answers(reads.ping())));
    // Whoever can reach this machine from within is trusted then.
    if (!asksWhoIsCalling(config)) serveMetrics(app, registry);
    if (config.metrics) {
      const metrics = await listenForMetrics(config, config.metrics, registry);
      started.push(() => metrics.close());
    }
    await app.listen({ host: config.host, port: config.port, backlog });
    started.push(async () => {
      stopping = true;
      await delay(noticeOfStopping);
      // Ends all subscriptions; each transport tells its clients.
      await changes.close();
      await Promise.all([sockets.close(completeWithin), callbacks.close(completeWithin)]);
      const cut = setTimeout(() => {
        app.server.closeAllConnections();
      }, drainWithin);
      await app.close();
      clearTimeout(cut);
    });
    return {
      url: urlOf(config.host, app.server.address() as AddressInfo),
      pages,
      log,
      subscribers: () => changes.state.subscribers,
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Without tokens and secrets, everybody who can reach this machine from within is trusted. */
async function startAuthentication(config: Config, log: Log): Promise<Authenticate> {
  const { tokens, routerSecrets } = config;
  if (!asksWhoIsCalling(config))
    log.warn(
      {},
      'No authentication is configured: every caller is trusted. For development, on this machine only.',
    );
  const verifyToken = tokens && (await createVerifyToken(tokens));
  return createAuthenticate({ verifyToken, routerSecrets });
}

/** Loads what traces need only where they are asked for. */
async function startTracing({ traces }: Config): Promise<Tracing | null> {
  return traces ? (await import('../tracing/start.ts')).startTracing() : null;
}

function pagesOf({ board, nodeEnv }: Config): readonly PageName[] {
  return [...(board ? ['board' as const] : []), ...(nodeEnv === 'production' ? [] : ['explorer' as const])];
}

function asksWhoIsCalling({ tokens, routerSecrets }: Config): boolean {
  return tokens !== null || routerSecrets.length > 0;
}

/** Throws where the keys are not those of the database. */
async function checkDatabase(address: DatabaseAddress, cprKeys: CprKeys): Promise<void> {
  const sql = connect(address, { max: 1 });
  await checkKeys(sql, createCprCipher(cprKeys)).finally(() => sql.end({ timeout: 5 }));
}

/** Whether something comes to a good end. */
function answers(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}

function urlOf(host: string, { port }: AddressInfo): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
