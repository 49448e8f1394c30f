import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Starts a worker on a file of this project. From source, in development, it is TypeScript and needs its loader. */
export function startWorker(entry: URL, options: WorkerOptions): Worker {
  if (!entry.pathname.endsWith('.ts')) return new Worker(entry, options);
  const loader = import.meta.resolve('tsx/esm/api');
  const code = `import('${loader}').then(({ register }) => { register(); return import('${entry.href}'); })`;
  return new Worker(code, { ...options, eval: true });
}
