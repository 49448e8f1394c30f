/** How long a run is, how much goes on in it, and what it must have seen to count as a proof. */
export interface Profile {
  readonly seconds: number;
  readonly citizens: number;
  readonly clients: number;
  /** The longest pause of a client between two operations, in milliseconds. */
  readonly pause: number;
  /** The longest pause between two faults, in milliseconds. */
  readonly calm: number;
  /** How long everything may take to settle after the last fault, in milliseconds. */
  readonly settle: number;
  readonly atLeast: Readonly<Record<Exercised, number>>;
}

/** What a run counts to tell whether enough was exercised. */
export type Exercised =
  | 'acknowledged'
  | 'retried'
  | 'repeated'
  | 'resumed'
  | 'instance killed'
  | 'instance paused'
  | 'backend killed'
  | 'fast restart'
  | 'immediate restart';

/** The runs that there are: in the test command and of each mutant, and in `npm run chaos`. */
export const profiles = {
  short: {
    seconds: 12,
    citizens: 6,
    clients: 12,
    pause: 30,
    calm: 1_200,
    settle: 30_000,
    atLeast: {
      acknowledged: 120,
      retried: 50,
      repeated: 12,
      resumed: 15,
      'instance killed': 2,
      'instance paused': 1,
      'backend killed': 3,
      'fast restart': 1,
      'immediate restart': 1,
    },
  },
  long: {
    seconds: 600,
    citizens: 16,
    clients: 24,
    pause: 120,
    calm: 2_400,
    settle: 30_000,
    atLeast: {
      acknowledged: 20_000,
      retried: 500,
      repeated: 1_000,
      resumed: 300,
      'instance killed': 60,
      'instance paused': 25,
      'backend killed': 200,
      'fast restart': 20,
      'immediate restart': 20,
    },
  },
} as const satisfies Record<string, Profile>;
