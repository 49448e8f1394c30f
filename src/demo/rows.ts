import type { NoteExample, SubmittedDecision } from './noteFile.ts';
import type { Answer, AnsweredChange } from './submit.ts';

/** A row of the demo's table: a decision and what came of it, in words. */
export interface Row {
  readonly received: string;
  readonly happened: string;
  readonly openAfter: string;
  /** With the deviations in brackets, where there are any. */
  readonly rule: string;
}

/** An example's rows under its heading. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly Row[];
}

/** Tells an example by the answers to its decisions. Which groups are open follows from the changes. */
export function sectionOf({ example, decisions }: NoteExample, answers: readonly Answer[]): Section {
  const open = new Set<number>();
  const rows = answers.map((answer, index) => {
    for (const { from, to } of answer.changes) {
      if (from !== null) open.delete(from);
      if (to !== null) open.add(to);
    }
    const decision = decisions[index];
    return {
      received: decision ? receivedText(decision) : '',
      happened: answer.changes.map(changeText).join(', ') || 'stored only',
      openAfter: [...open].sort((one, other) => one - other).join(', ') || 'none',
      rule: ruleText(answer),
    };
  });
  return { heading: `${example.id}  ${example.source.join(', ')}  ${example.title.en}`, rows };
}

function receivedText({ kyId, kind, contactGroup, endDate }: SubmittedDecision): string {
  const words = [kyId, kind, contactGroup, endDate && `until ${endDate}`];
  return words.filter((word) => word !== undefined).join(' ');
}

function ruleText({ rule, deviations }: Answer): string {
  return deviations.length > 0 ? `${rule} (${deviations.join(', ')})` : rule;
}

function changeText({ from, to }: AnsweredChange): string {
  if (from === null) return `${to ?? ''} opened`;
  return to === null ? `${from} closed` : `${from} → ${to}`;
}
