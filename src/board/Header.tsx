import { useDates } from './dates.ts';
import { useText, type Language } from './language.ts';
import { texts } from './texts.ts';
import type { Status } from './useChanges.ts';

const statusTexts = {
  live: texts.live,
  'catching up': texts.catchingUp,
  'cut off': texts.cutOff,
  ended: texts.ended,
} as const;

/** What the header shows. */
export interface HeaderProps {
  readonly status: Status;
  readonly since: Date;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

/** The name of the page, how following stands, and the languages. */
export function Header({ status, since, language, onLanguage }: HeaderProps) {
  const text = useText();
  const { moment } = useDates();
  return (
    <header class="top">
      <div class="names">
        <h1>{text(texts.title)}</h1>
        <p>{text(texts.lead)}</p>
      </div>
      <p class="status" role="status" data-status={status}>
        <span class="dot" aria-hidden="true" />
        {text(statusTexts[status])}
        {status === 'cut off' && <time dateTime={since.toISOString()}>{` ${moment(since)}`}</time>}
      </p>
      <nav aria-label={text(texts.language)}>
        {(['da', 'en'] as const).map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={one === language}
            onClick={() => {
              onLanguage(one);
            }}
          >
            {one === 'da' ? 'Dansk' : 'English'}
          </button>
        ))}
      </nav>
    </header>
  );
}
