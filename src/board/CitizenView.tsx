import { useEffect, useState } from 'preact/hooks';
import { readCitizen, type Citizen, type CitizenBy } from './citizen.ts';
import { DecisionList } from './DecisionList.tsx';
import { refusalOf } from './graphql.ts';
import { useText } from './language.ts';
import { groupName, pseudonymOf } from './names.ts';
import { texts } from './texts.ts';
import { Timeline } from './Timeline.tsx';

/** Whom to show, and when to look again. */
export interface CitizenViewProps {
  readonly by: CitizenBy | null;
  /** Changes whenever something may have happened to the citizen. */
  readonly news: string;
  readonly onFind: (by: CitizenBy) => void;
}

/** A citizen: the open groups, the groups over time, and the decisions. */
export function CitizenView({ by, news, onFind }: CitizenViewProps) {
  const text = useText();
  const [citizen, setCitizen] = useState<Citizen | null>(null);
  const [isUnknown, setUnknown] = useState(false);
  useEffect(() => {
    if (!by) return;
    let isOver = false;
    readCitizen(by).then(
      (found) => {
        if (isOver) return;
        setCitizen(found);
        setUnknown(!found);
      },
      // Not a CPR number, or no answer: what is shown stays until there is one.
      (error: unknown) => {
        if (!isOver && 'cpr' in by && !refusalOf(error)) setUnknown(true);
      },
    );
    return () => {
      isOver = true;
    };
  }, [by, news]);
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    const cpr = new FormData(event.currentTarget as HTMLFormElement).get('find') as string;
    if (cpr.trim() !== '') onFind({ cpr: cpr.trim() });
  };
  return (
    <section class="card" aria-labelledby="citizen">
      <div class="head">
        <h2 id="citizen">
          {text(texts.citizen)} {citizen && <span class="pseudonym">{pseudonymOf(citizen.id)}</span>}
        </h2>
        <form class="inline" role="search" onSubmit={find}>
          <label class="inline">
            {text(texts.cpr)}{' '}
            <input name="find" inputMode="numeric" size={12} maxLength={11} autoComplete="off" />
          </label>
          <button type="submit">{text(texts.find)}</button>
        </form>
      </div>
      <div aria-live="polite">
        {isUnknown && <p class="error">{text(texts.unknownCitizen)}</p>}
        {!citizen && !isUnknown && <p class="empty">{text(texts.chooseCitizen)}</p>}
        {citizen && <OpenGroups citizen={citizen} />}
      </div>
      {citizen && <Timeline stays={citizen.contactGroupHistory.nodes} />}
      {citizen && <DecisionList decisions={citizen.decisions.nodes} />}
    </section>
  );
}

function OpenGroups({ citizen }: { readonly citizen: Citizen }) {
  const text = useText();
  const open = citizen.contactGroupHistory.nodes.filter((stay) => stay.open);
  return (
    <p class="open">
      {open.length === 0 ? text(texts.noneOpen) : `${text(texts.openNow)}: `}
      {open.map(({ id, type }) => (
        <span key={id} class="group to">
          {groupName(type.code)}
        </span>
      ))}
      <span class="when">
        {text(texts.municipality)} {citizen.municipalityCode}
      </span>
    </p>
  );
}
