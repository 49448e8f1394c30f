import { acknowledge, isDecision, type DecisionInput, type Message, type ReportInput } from './message.ts';

const decisionFields = `duplicate
  decision { id sequence outcome {
    rule { id } deviations changes { id kind cursor occurredAt from { id } to { id } }
  } }
  userErrors { code }`;
const reportFields = 'duplicate absence { id sickFrom } userErrors { code }';

const operations = {
  decision: `mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { ${decisionFields} } }`,
  batch: `mutation ($input: [SubmitDecisionInput!]!) { submitDecisions(inputs: $input) { ${decisionFields} } }`,
  SICK: `mutation ($input: ReportSickInput!) { reportSick(input: $input) { ${reportFields} } }`,
  RECOVERED: `mutation ($input: ReportRecoveredInput!) { reportRecovered(input: $input) { ${reportFields} } }`,
  read: 'query ($input: ID!) { decision(id: $input) { messageId sequence } }',
} as const;

interface Payload {
  readonly duplicate: boolean;
  readonly decision?: { readonly id: string; readonly sequence: number } | null;
  readonly absence?: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

/** What came back: the data, or nothing that says anything. `faults` are error codes that nobody should ever see. */
export interface Sent {
  readonly data: unknown;
  readonly faults: readonly string[];
}

/** Refusals that a client that sends the same message again may live to see. */
const passing = new Set(['UNAVAILABLE', 'LIMIT_EXCEEDED']);

/** Posts an operation; a client that gives up does so after `within` milliseconds. */
export async function post(
  url: string,
  operation: keyof typeof operations,
  input: unknown,
  within = 8_000,
): Promise<Sent> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: operations[operation], variables: { input } }),
      signal: AbortSignal.timeout(within),
    });
    if (response.status === 503) return { data: null, faults: [] };
    const { data, errors = [] } = (await response.json()) as {
      data?: Record<string, unknown> | null;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    const faults = errors
      .map(({ message, extensions }) => extensions?.code ?? message)
      .filter((code) => !passing.has(code));
    return { data: errors.length > 0 ? null : (Object.values(data ?? {})[0] ?? null), faults };
  } catch {
    return { data: null, faults: [] };
  }
}

/** Sends messages, in one call where there are several, and notes what is answered. Gives what is wrong with that. */
export async function send(url: string, messages: readonly Message[], within?: number): Promise<string[]> {
  const now = performance.now();
  for (const message of messages) {
    message.firstSent = Math.min(message.firstSent, now);
    message.sends += 1;
  }
  const [first] = messages;
  if (!first) return [];
  const operation = messages.length > 1 ? 'batch' : isDecision(first) ? 'decision' : kindOf(first);
  const inputs = messages.map(inputOf);
  const { data, faults } = await post(url, operation, messages.length > 1 ? inputs : inputs[0], within);
  const payloads = (Array.isArray(data) ? data : [data]) as (Payload | null)[];
  const wrong = messages.map((message, index) => note(message, payloads[index] ?? null));
  return [...faults, ...wrong.filter((one) => one !== null)];
}

function note(message: Message, payload: Payload | null): string | null {
  const code = payload?.userErrors[0]?.code;
  if (!payload || code === 'UNAVAILABLE') return null;
  const { duplicate, decision, absence } = payload;
  const stored = decision ?? absence;
  if (stored)
    return acknowledge(message, {
      answer: JSON.stringify(stored),
      id: stored.id,
      sequence: decision?.sequence ?? 0,
      duplicate,
    });
  if (isDecision(message) || message.answer !== null || code === 'MESSAGE_ID_REUSED')
    return `${message.input.messageId} was refused: ${code ?? ''}`;
  message.refused = true;
  return null;
}

function kindOf(message: Message): 'SICK' | 'RECOVERED' {
  return (message.input as ReportInput).kind;
}

function inputOf(message: Message): DecisionInput | object {
  if (isDecision(message)) return message.input;
  const { kind, messageId, cpr, date } = message.input as ReportInput;
  return { messageId, cpr, [kind === 'SICK' ? 'sickFrom' : 'recoveredOn']: date };
}
