/** What an attacker gets to see. */
export interface Answer {
  /** An HTTP status, or in what way a socket answered. */
  readonly status: number | 'closed' | 'error' | 'silent' | 'alive';
  /** The code of closing, where that is the answer. */
  readonly code?: number;
  /** All that was sent back. */
  readonly text: string;
  readonly type?: string | undefined;
}

/** Longer than this no refusal is. */
const longest = 4_000;

/** What came of an attack, in a few words: `400 LIMIT_EXCEEDED`, `closed 1009`, `200 {"decision":null}`. */
export function outcomeOf({ status, code, text }: Answer): string {
  if (status === 'closed') return `closed ${code ?? ''}`.trim();
  const { data, errors } = bodyOf(text);
  if (errors) return `${status} ${String(errors[0]?.extensions?.code)}`;
  return data === undefined ? String(status) : `${status} ${JSON.stringify(data)}`;
}

/** What is wrong with an answer apart from what it says; null where nothing is. */
export function flawOf({ status, text, type }: Answer, secrets: readonly string[]): string | null {
  if (text.length > longest) return `it is ${text.length} characters long`;
  if (typeof status === 'number' && text !== '' && !type?.startsWith('application/'))
    return `it is ${type ?? 'of no type'}`;
  if (typeof status === 'number' && text !== '' && bodyOf(text).isNone) return 'it is no JSON';
  for (const [name, pattern] of Object.entries(leaks)) if (pattern.test(text)) return `it holds ${name}`;
  return secrets.some((secret) => text.includes(secret)) ? 'it repeats what was sent' : null;
}

const leaks = {
  HTML: /<!doctype|<html|<body|<pre/i,
  'a stack': /\bat .+:\d+:\d+|node_modules|\.[jt]s:\d+/,
  SQL: /\b(select|insert into|update|delete from)\b.+\b(from|where|values|set)\b/i,
  'a hint at a name': /did you mean/i,
};

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  readonly isNone?: true;
}

function bodyOf(text: string): Body {
  try {
    return (JSON.parse(text) ?? {}) as Body;
  } catch {
    return { isNone: true };
  }
}
