/** How following stands, for whoever looks at what it gave. */
export interface FollowState {
  /** `live`: all is here. `catching up`: there is more to come. `cut off`: nobody knows; it is tried again. */
  readonly status: 'live' | 'catching up' | 'cut off';
  readonly since: Date;
  /** Why it is cut off; null otherwise. */
  readonly reason: Error | null;
}

/** Tells how following stands, each time that changes. */
export class StateTeller {
  #status: FollowState['status'] | null = null;
  readonly #onState: (state: FollowState) => void;

  constructor(onState: (state: FollowState) => void) {
    this.#onState = onState;
  }

  /** What was told last. */
  get status(): FollowState['status'] | null {
    return this.#status;
  }

  /** Says how it stands from now on. */
  tell(status: FollowState['status'], reason: Error | null = null): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#onState({ status, since: new Date(), reason });
  }
}
