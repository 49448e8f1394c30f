import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Bilingual } from '../rules/bilingual.ts';

/** The languages of the board. */
export type Language = keyof Bilingual;

/** The language that is chosen. */
export const LanguageContext = createContext<Language>('da');

/** Gives a text in the language that is chosen. */
export function useText(): (text: Bilingual) => string {
  const language = useContext(LanguageContext);
  return (text) => text[language];
}

/** The language of this browser's last visit, at first Danish; the page says which one it is in. */
export function useLanguage(): [Language, (language: Language) => void] {
  const [language, choose] = useState<Language>(() =>
    localStorage.getItem('language') === 'en' ? 'en' : 'da',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('language', language);
  }, [language]);
  return [language, choose];
}
