import { spawn, type ChildProcess } from 'node:child_process';

/** Ends a program when this process dies in whatever way, SIGKILL included. */
export interface Watchdog {
  /** Names the program to watch over, directly after it was started. */
  watch(child: ChildProcess): void;
  /** Ends the watchdog itself. */
  stop: () => void;
}

/**
 * A shell that reads from a pipe held by this process: it reads end-of-file when this process is gone, however it went,
 * and then sends SIGINT, PostgreSQL's fast shutdown. It is started before the program, so that there is no moment in
 * which the program runs unwatched.
 */
export function startWatchdog(): Watchdog {
  // A service manager may send its signals to us all: the watchdog outlives them, as this process does while it drains.
  const script = 'trap "" HUP INT TERM; read -r pid || exit; read -r end; kill -INT "$pid"';
  // A session of its own: Ctrl-C in a terminal goes to the whole process group.
  const shell = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  const stop = () => void shell.kill('SIGKILL');
  return {
    watch(child) {
      if (child.pid === undefined) return;
      shell.stdin.write(`${child.pid}\n`);
      child.once('exit', stop);
    },
    stop,
  };
}
