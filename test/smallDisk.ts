import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left; `free` gives it back. */
  fill(): Promise<void>;
  free(): Promise<void>;
  remove(): void;
}

const mebibytes = 192;

/** Mounts one in memory, which root may; or takes the small one that containers have. Null where there is neither. */
export function openSmallDisk(): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'dfdg-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'dfdg-disk', folder], {
      stdio: 'ignore',
    });
    return diskAt(folder, () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    });
  } catch {
    rmSync(folder, { recursive: true });
  }
  try {
    const { bsize, blocks, bavail } = statfsSync('/dev/shm');
    const isSmall = bsize * blocks <= 2 * mebibytes * 2 ** 20 && bsize * bavail >= (mebibytes / 2) * 2 ** 20;
    if (!isSmall) return null;
    const inShm = mkdtempSync('/dev/shm/dfdg-disk-');
    return diskAt(inShm, () => {
      rmSync(inShm, { recursive: true });
    });
  } catch {
    return null;
  }
}

function diskAt(folder: string, remove: () => void): SmallDisk {
  const ballast = join(folder, 'ballast');
  return {
    folder,
    async fill() {
      // Ever smaller pieces, so that not even a page is left.
      for (const size of [2 ** 20, 2 ** 12])
        for (;;) if (await appendFile(ballast, Buffer.alloc(size)).catch(() => 'full')) break;
    },
    free: () => rm(ballast),
    remove,
  };
}
