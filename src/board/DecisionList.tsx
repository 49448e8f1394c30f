import type { ListedDecision } from './citizen.ts';
import { useDates } from './dates.ts';
import { useText } from './language.ts';
import { kindNames } from './names.ts';
import { texts } from './texts.ts';
import { Why } from './Why.tsx';

/** The decisions on a citizen, the latest received first. */
export function DecisionList({ decisions }: { readonly decisions: readonly ListedDecision[] }) {
  const text = useText();
  const { date } = useDates();
  return (
    <details class="decisions">
      <summary>{text(texts.decisions)}</summary>
      <ol reversed start={decisions[0]?.sequence ?? 1}>
        {decisions.map(({ id, kind, kyId, contactGroupType, startDate, endDate, outcome }) => (
          <li key={id}>
            <p class="cause">
              <b>
                {text(kindNames[kind])} {contactGroupType?.code}
              </b>{' '}
              · {text(texts.kyId)} <code>{kyId}</code> · {date(startDate)}
              {endDate && ` – ${date(endDate)}`}
            </p>
            <Why outcome={outcome} />
          </li>
        ))}
      </ol>
    </details>
  );
}
