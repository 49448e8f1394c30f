import type { AccessLog } from '../access/accessLog.ts';
import type { Caller } from '../auth/caller.ts';
import { accessOutcomes, type AccessOutcome } from '../storage/accessLog.ts';

/** Whom one operation is about, gathered while it runs: a row of the access log for each citizen. */
export class Access {
  readonly #log: Pick<AccessLog, 'add'>;
  readonly #caller: Caller;
  readonly #requestId: string | null;
  readonly #operations = new Set<string>();
  readonly #outcomes = new Map<string | null, AccessOutcome>();

  /** `requestId` is null for what a subscription tells. */
  constructor(log: Pick<AccessLog, 'add'>, caller: Caller, requestId: string | null) {
    this.#log = log;
    this.#caller = caller;
    this.#requestId = requestId;
  }

  /** Something is called that can be about citizens: its coordinate in the schema. */
  begin(operation: string): void {
    this.#operations.add(operation);
  }

  /** Something comes of it for a citizen; null where none is known. The gravest outcome counts. */
  note(citizenId: string | null, outcome: AccessOutcome): void {
    const noted = this.#outcomes.get(citizenId);
    if (noted === undefined || accessOutcomes.indexOf(outcome) < accessOutcomes.indexOf(noted))
      this.#outcomes.set(citizenId, outcome);
  }

  /** The operation is over. */
  end(): void {
    if (this.#outcomes.size === 0) return;
    const { subject, municipalities } = this.#caller;
    const operations = [...this.#operations];
    const call = {
      at: new Date().toISOString(),
      // PostgreSQL's text holds no NUL, and a token's subject may.
      subject: subject.replaceAll('\0', ''),
      municipalities: municipalities && [...municipalities],
      operation: operations.join(' '),
      kind: operations.some((name) => name.startsWith('Mutation.')) ? ('WRITE' as const) : ('READ' as const),
      requestId: this.#requestId,
    };
    for (const [citizenId, outcome] of this.#outcomes) this.#log.add({ ...call, citizenId, outcome });
    this.#outcomes.clear();
  }
}
