/** One text in the language of the developers and in the language of the authority. */
export interface Bilingual {
  readonly en: string;
  readonly da: string;
}
