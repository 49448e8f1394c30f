// A process of its own that follows until it has been given a change, and stops: it must end by itself.
import { WebSocket } from 'ws';
import { followChanges } from '../../src/client/followChanges.ts';

const [url = '', after = ''] = process.argv.slice(2);
await new Promise<void>((resolve) => {
  const following = followChanges({
    url,
    after,
    selection: 'kind',
    webSocket: WebSocket,
    graceTime: 60_000,
    onChange: () => {
      void following.stop().then(resolve);
    },
  });
});
process.stdout.write('stopped');
