const dies = `import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();`;

/**
 * Arguments of Node by which a program ends with whoever started it, in whatever way that ends: it holds the other end of
 * the program's standard input, which must be a pipe.
 */
export const mortal: readonly string[] = ['--import', `data:text/javascript,${encodeURIComponent(dies)}`];
