import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createClient } from 'graphql-ws/client';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import './explorer.css';
import { operations } from './operations.ts';

const root = document.getElementById('root');
const socket = new URL('/graphql', location.href);
socket.protocol = socket.protocol.replace('http', 'ws');
const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  wsClient: createClient({ url: socket.href }),
});
if (root)
  createRoot(root).render(
    createElement(GraphiQL, { fetcher, defaultTabs: [...operations], shouldPersistHeaders: false }),
  );
