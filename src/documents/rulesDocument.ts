import type { Bilingual } from '../rules/bilingual.ts';
import { deviationIds, deviations } from '../rules/deviations.ts';
import { examples } from '../rules/examples.ts';
import { isPassage, passages, type Passage } from '../rules/note.ts';
import { readings, type ReadingId } from '../rules/readings.ts';
import { table, type Citation, type Row } from '../rules/table.ts';
import { decisionTable, deviationTable } from './decisionTable.ts';
import { exampleTable } from './exampleTable.ts';
import { code, fileLink, listOf, quote } from './markdown.ts';
import { passageTitles, remarks, wording } from './wording.ts';

/** The rules as Markdown: each passage with what carries it out, then the table, the deviations and the readings. */
export function rulesDocument(language: keyof Bilingual): string {
  const say = (text: Bilingual) => text[language];
  const passageIds = Object.keys(passages) as Passage[];
  const readingIds = Object.keys(readings) as ReadingId[];

  const blocks = [
    `# ${say(wording.title)}`,
    say(wording.introduction),
    ...passageIds.flatMap(passage),
    `## ${say(wording.tableTitle)}`,
    say(wording.tableIntroduction),
    decisionTable(language),
    say(wording.tableProof),
    `## ${say(wording.deviationsTitle)}`,
    say(wording.deviationsIntroduction),
    deviationTable(language),
    listOf([
      `${say(wording.place)}: ${fileLink('src/rules/deviations.ts')}`,
      `${say(wording.shownBy)} ${fileLink('test/rules/deviations.test.ts')}`,
    ]),
    `## ${say(wording.readingsTitle)}`,
    say(wording.readingsIntroduction),
    ...readingIds.flatMap(reading),
  ];
  return `${blocks.join('\n\n')}\n`;

  function passage(id: Passage): readonly string[] {
    const remark = remarks[id];
    const shown = deviationIds.filter((deviation) => deviations[deviation].source === id);
    const open = readingIds.filter((reading) => readings[reading].about.includes(id));
    return [
      `${/[a-e]$/.test(id) ? '###' : '##'} ${id} ${say(passageTitles[id])}`,
      quote(passages[id]),
      ...(remark ? [say(remark)] : []),
      ...treatmentAndExamples(id),
      ...section(
        wording.deviation,
        shown.map((deviation) => `${code(deviation)}: ${say(deviations[deviation].explanation)}`),
      ),
      ...section(
        wording.readings,
        open.map((reading) => `[${reading}](#${reading.toLowerCase()}): ${say(readings[reading].question)}`),
      ),
    ];
  }

  function reading(id: ReadingId): readonly string[] {
    const { about, question, decision, place } = readings[id];
    return [
      `### ${id}`,
      `**${say(question)}**`,
      say(decision),
      listOf([
        `${say(wording.about)}: ${about.join(', ')}`,
        `${say(wording.place)}: ${fileLink(`src/rules/${place.file}`)}, ${code(place.name)}`,
        `${say(wording.shownBy)} ${fileLink('test/rules/readings.test.ts')}`,
      ]),
      ...treatmentAndExamples(id),
    ];
  }

  function treatmentAndExamples(source: Citation): readonly string[] {
    const rows = table.filter((row) => row.cites.includes(source));
    const played = examples.filter((example) => example.source.includes(source));
    return [
      ...section(wording.treatment, rows.map(treatment)),
      ...(played.length > 0 ? [`**${say(wording.examples)}**`, exampleTable(played, language)] : []),
    ];
  }

  function section(title: Bilingual, items: readonly string[]): readonly string[] {
    return items.length > 0 ? [`**${say(title)}**`, listOf(items)] : [];
  }

  function treatment(row: Row): string {
    const name = fileLink('src/rules/table.ts', code(row.id));
    return `${name}: ${say(row.explanation)} ${say(wording.shownBy)} ${evidence(row)}.`;
  }

  /** The examples whose last decision comes to the row, or, where there are none, the tests of the readings it cites. */
  function evidence(row: Row): string {
    const played = examples.filter((example) => example.rule === row.id);
    if (played.length > 0)
      return fileLink('test/rules/examples.test.ts', played.map(({ id }) => id).join(', '));
    const cited = row.cites.filter((citation) => !isPassage(citation));
    return fileLink('test/rules/readings.test.ts', cited.join(', '));
  }
}
