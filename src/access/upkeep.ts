import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { keepAccessMonths } from '../storage/accessLog.ts';
import { connect, type DatabaseAddress } from '../storage/address.ts';

/** Twice a day, in milliseconds: months are made two ahead, so that none is missed. */
const keepEvery = 12 * 60 * 60 * 1_000;

/**
 * Makes and drops the months of the access log, now and from then on, as the owner of its tables. Where it cannot, rows
 * land in the partition for the rest until it can. Returns what ends it.
 */
export async function keepAccessLog(
  address: DatabaseAddress,
  months: number,
  log: Log,
): Promise<() => Promise<void>> {
  async function keep(): Promise<void> {
    const sql = connect(address, { max: 1, applicationName: 'dfdg-access-upkeep' });
    try {
      await keepAccessMonths(sql, months);
    } catch (error) {
      log.warn(errorRecord(error), 'The months of the access log could not be kept; it is tried again');
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  await keep();
  const timer = setInterval(() => void keep(), keepEvery);
  return () => {
    clearInterval(timer);
    return Promise.resolve();
  };
}
