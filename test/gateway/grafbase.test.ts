import { describe } from 'vitest';
import { checkGateway } from './gateway.checks.ts';
import { grafbaseBinary, grafbaseSubscribe, startGrafbase } from './grafbase.ts';

const title = grafbaseBinary === null ? 'skipped: npm has no binary for this platform' : 'over WebSocket';

describe.skipIf(grafbaseBinary === null)(`the Grafbase gateway, ${title}`, () => {
  checkGateway({
    start: startGrafbase,
    subscribe: grafbaseSubscribe,
    idle: 0,
    refusal: 'SUBGRAPH_REQUEST_ERROR',
  });
});
