import { useContext } from 'preact/hooks';
import type { CivilDate } from '../rules/decision.ts';
import { LanguageContext, type Language } from './language.ts';
import { today } from './today.ts';

const locales: Readonly<Record<Language, string>> = { da: 'da-DK', en: 'en-GB' };
const timeZone = 'Europe/Copenhagen';

/** Writes dates and times as the language that is chosen does. */
export function useDates() {
  const locale = locales[useContext(LanguageContext)];
  const write = (date: CivilDate, options: Intl.DateTimeFormatOptions) =>
    new Date(date).toLocaleDateString(locale, { timeZone: 'UTC', ...options });
  const writeDate = (date: CivilDate) => write(date, { dateStyle: 'short' });
  return {
    date: writeDate,
    month: (date: CivilDate) => write(date, { month: 'short', year: 'numeric' }),
    /** An instant in Denmark, with its date unless that is today. */
    moment: (instant: Date) => {
      const time = instant.toLocaleTimeString(locale, { timeZone });
      const date = today(instant);
      return date === today() ? time : `${writeDate(date)} ${time}`;
    },
  };
}
