import type { Bilingual } from '../rules/bilingual.ts';
import type { Example, ExampleChange, ExampleDecision } from '../rules/example.ts';
import { code, tableOf } from './markdown.ts';
import { dayNames, kindNames, wording } from './wording.ts';

/** Examples as a table: what is received, what the last decision comes to, and what is open afterwards. */
export function exampleTable(examples: readonly Example[], language: keyof Bilingual): string {
  const say = (text: Bilingual) => text[language];
  const head = [wording.example, wording.received, wording.comesTo, wording.openAfter].map(say);
  return tableOf(
    head,
    examples.map((example) => [
      `**${example.id}** ${say(example.title)}`,
      example.decisions.map(receivedLine).join('\n'),
      [
        example.changes.map(changeLine).join('\n') || say(wording.storedOnly),
        code(example.rule),
        ...example.deviations.map(code),
      ].join('\n'),
      example.openAfter.join(', ') || say(wording.none),
    ]),
  );

  function receivedLine({ kyId, kind, contactGroup, endDay }: ExampleDecision): string {
    const line = `${kyId}: ${kindNames[language](kind)} ${contactGroup}`;
    if (endDay === null) return line;
    const day = dayNames.get(endDay);
    if (!day) throw new Error(`No name for day ${endDay}`);
    return `${line}, ${say(wording.ending)} ${say(day)}`;
  }

  function changeLine(change: ExampleChange): string {
    switch (change.kind) {
      case 'OPENED':
        return `${change.to} ${say(wording.opens)}`;
      case 'CHANGED':
        return `${change.from} ${say(wording.changesTo)} ${change.to}`;
      case 'CLOSED':
        return `${change.from} ${say(wording.closes)}`;
    }
  }
}
