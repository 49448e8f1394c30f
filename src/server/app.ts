import { randomUUID } from 'node:crypto';
import Fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify';
import { errorRecord } from '../logging/errorRecord.ts';
import type { Config } from './config.ts';
import { logReferences, requestIdOf } from './requestIds.ts';
import { refusalStatusOf, refuse, refuseSocket } from './refusals.ts';

/**
 * The HTTP server without its routes: what it logs, and what it refuses. A log line has neither body, query string,
 * path nor message of an error, for any of these can hold a CPR number.
 */
export function createApp({ logLevel }: Pick<Config, 'logLevel'>): FastifyInstance {
  const app = Fastify({
    logger: {
      level: logLevel,
      serializers: {
        req: requestRecord,
        res: ({ statusCode }) => ({ statusCode }),
        err: errorRecord as never,
      },
    },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => requestIdOf(headers),
    bodyLimit: 1_048_576,
    http: {
      // Node would refuse it by an empty answer.
      requireHostHeader: false,
      // Without this Node takes the longer of two times, a minute, for the whole request, and looks twice a minute.
      headersTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
    },
    requestTimeout: 15_000,
    // While the server stops, what still comes in over an open connection is answered as ever.
    return503OnClosing: false,
    frameworkErrors: (_error, _request, reply) => {
      void refuse(reply, 400);
    },
    clientErrorHandler: (_error, socket) => {
      refuseSocket(socket, 400);
    },
  });
  // Only JSON is read. Fastify would take text/plain too, which a browser sends from anywhere without asking.
  app.removeContentTypeParser('text/plain');

  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (request.headers.host === undefined && request.raw.httpVersion !== '1.0') await refuse(reply, 400);
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    logReferences(request.log, payload);
    return payload;
  });
  app.addHook('onResponse', async (request, { statusCode, elapsedTime }) => {
    const line = { req: request, res: { statusCode }, milliseconds: Math.round(elapsedTime) };
    if (statusCode < 400) request.log.debug(line, 'answered');
    else request.log.info(line, 'refused');
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404));
  app.setErrorHandler((error: { statusCode?: unknown; code?: unknown }, request, reply) => {
    // Of a Host header that is no host.
    const status = error.code === 'ERR_INVALID_URL' ? 400 : refusalStatusOf(error.statusCode);
    if (status !== 500) return refuse(reply, status);
    const reference = randomUUID();
    request.log.error({ reference, ...errorRecord(error) }, 'a request failed');
    return refuse(reply, status, reference);
  });
  return app;
}

function requestRecord({ method, routeOptions }: FastifyRequest) {
  return { method, route: routeOptions.url };
}
