import type { Change } from './change.ts';
import type { CitizenBy } from './citizen.ts';
import { useDates } from './dates.ts';
import { useText } from './language.ts';
import { Move } from './Move.tsx';
import { kindNames, pseudonymOf } from './names.ts';
import { texts } from './texts.ts';
import { Why } from './Why.tsx';

/** What the list shows, and what can be chosen in it. */
export interface ChangeListProps {
  readonly changes: readonly Change[];
  readonly early: ReadonlySet<string>;
  readonly onMunicipality: (code: string | undefined) => void;
  readonly onCitizen: (by: CitizenBy) => void;
}

/** The changes as they happen, the latest first. */
export function ChangeList({ changes, early, onMunicipality, onCitizen }: ChangeListProps) {
  const text = useText();
  return (
    <section class="card" aria-labelledby="changes">
      <a class="skip" href="#citizen">
        {text(texts.skipChanges)}
      </a>
      <div class="head">
        <h2 id="changes">{text(texts.changes)}</h2>
        <label class="inline">
          {text(texts.municipalityFilter)}
          <input
            name="municipalityFilter"
            inputMode="numeric"
            size={5}
            maxLength={3}
            autoComplete="off"
            placeholder={text(texts.allMunicipalities)}
            onInput={({ currentTarget: { value } }) => {
              if (/^(\d{3})?$/.test(value)) onMunicipality(value || undefined);
            }}
          />
        </label>
      </div>
      {changes.length === 0 && <p class="empty">{text(texts.noChanges)}</p>}
      <ol
        class="changes"
        tabIndex={0}
        aria-label={text(texts.changes)}
        aria-live="polite"
        aria-relevant="additions"
      >
        {changes.map((change) => (
          <Entry key={change.id} change={change} isNew={!early.has(change.id)} onCitizen={onCitizen} />
        ))}
      </ol>
    </section>
  );
}

interface EntryProps {
  readonly change: Change;
  readonly isNew: boolean;
  readonly onCitizen: (by: CitizenBy) => void;
}

function Entry({ change: { occurredAt, citizen, from, to, decision }, isNew, onCitizen }: EntryProps) {
  const text = useText();
  const { moment } = useDates();
  const name = pseudonymOf(citizen.id);
  return (
    <li class={isNew ? 'new' : undefined}>
      <p class="what">
        <button
          type="button"
          class="citizen"
          title={text(texts.showCitizen)}
          onClick={() => {
            onCitizen({ id: citizen.id });
          }}
        >
          <span class="unseen">{text(texts.citizen)} </span>
          {name}
        </button>
        <Move from={from?.type.code ?? null} to={to?.type.code ?? null} />
        <span class="when">
          {text(texts.municipality)} {decision.municipalityCode} ·{' '}
          <time dateTime={occurredAt}>{moment(new Date(occurredAt))}</time>
        </span>
      </p>
      <p class="cause">
        {text(kindNames[decision.kind])} · {text(texts.kyId)} <code>{decision.kyId}</code>
      </p>
      <Why outcome={decision.outcome} />
    </li>
  );
}
