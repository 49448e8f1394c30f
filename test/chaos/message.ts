import type { Decision } from '../../src/rules/decision.ts';

/** A decision as it is sent. */
export interface DecisionInput extends Decision {
  readonly messageId: string;
  readonly cpr: string;
  readonly municipalityCode: string;
}

/** A sickness report as it is sent. */
export interface ReportInput {
  readonly kind: 'SICK' | 'RECOVERED';
  readonly messageId: string;
  readonly cpr: string;
  readonly date: string;
}

/** One message, and all that became of its sends. Times are of one clock, in milliseconds. */
export class Message<Input extends DecisionInput | ReportInput = DecisionInput | ReportInput> {
  readonly input: Input;
  firstSent = Infinity;
  /** When the first acknowledgement was there: it is stored since before that. */
  acknowledged = Infinity;
  /** What was stored, as the first acknowledgement says. */
  answer: string | null = null;
  /** The decision's id, or the absence's. */
  id: string | null = null;
  /** Of a decision. */
  sequence = 0;
  sends = 0;
  answers = 0;
  /** Answers by which it had not been received before. */
  firsts = 0;
  /** A report that makes no sense when it arrives: nothing is stored. */
  refused = false;

  constructor(input: Input) {
    this.input = input;
  }

  get isSettled(): boolean {
    return this.refused || this.answer !== null;
  }
}

/** Whether a message is a decision. */
export function isDecision(message: Message): message is Message<DecisionInput> {
  return 'kyId' in message.input;
}

/** What an acknowledgement says was stored. */
export interface Stored {
  readonly answer: string;
  readonly id: string;
  readonly sequence: number;
  readonly duplicate: boolean;
}

/** Notes an acknowledgement; gives what is wrong with it, or null. */
export function acknowledge(message: Message, { answer, id, sequence, duplicate }: Stored): string | null {
  message.answers += 1;
  message.firsts += duplicate ? 0 : 1;
  if (message.answer === null) {
    Object.assign(message, { answer, id, sequence, acknowledged: performance.now() });
    return null;
  }
  return message.answer === answer
    ? null
    : `${message.input.messageId} was answered ${message.answer}, then ${answer}`;
}
