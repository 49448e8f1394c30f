import { expect, test } from 'vitest';
import { isPassage, passages } from '../../src/rules/note.ts';

test.each([
  ['§1.1', 'den senest modtage ydelse'],
  ['§1.3', '’Ydelses er givet’'],
  ['§1.3', 'Ydelse er givet’ i kontaktgruppe 27'],
  ['§1.4a', 'før dag dato: DFDG gemmer registreringen og fortager'],
  ['§1.4a', 'borgeres aktuelle tilstand'],
  ['§1.4b', 'idet DGDG betragter'],
  ['§2', 'webservicekald til DFDG fejlede'],
] as const)('%s keeps the note’s own spelling: %s', (passage, words) => {
  expect(passages[passage]).toContain(words);
});

test('a citation is of the note or of a reading', () => {
  expect(['§1.1', '§1.4e', '§2', 'I4', '§3', 'toString'].filter(isPassage)).toEqual(['§1.1', '§1.4e', '§2']);
});
