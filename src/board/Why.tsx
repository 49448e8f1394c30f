import { deviations as deviationTable, type DeviationId } from '../rules/deviations.ts';
import { isPassage, passages } from '../rules/note.ts';
import { readings } from '../rules/readings.ts';
import { table } from '../rules/table.ts';
import type { Outcome } from './change.ts';
import { useText } from './language.ts';
import { deviationNames } from './names.ts';
import { texts } from './texts.ts';

/** Why something happened: the rule, what it rests on word for word, and the deviations. */
export function Why({ outcome: { rule, deviations } }: { readonly outcome: Outcome }) {
  const text = useText();
  const row = table.find(({ id }) => id === rule.id);
  if (!row) return <code>{rule.id}</code>;
  return (
    <div class="why">
      <p>{text(row.explanation)}</p>
      {deviations.length > 0 && <Deviations deviations={deviations} />}
      <details>
        <summary>
          {text(texts.noteSays)} <span class="cites">{row.cites.join(', ')}</span> <code>{rule.id}</code>
        </summary>
        {row.cites.map((cite) =>
          isPassage(cite) ? (
            <blockquote key={cite} lang="da">
              <b>{cite}</b> {passages[cite]}
            </blockquote>
          ) : (
            <blockquote key={cite}>
              <b>{cite}</b> {text(readings[cite].question)} {text(readings[cite].decision)}
            </blockquote>
          ),
        )}
      </details>
    </div>
  );
}

function Deviations({ deviations }: { readonly deviations: readonly DeviationId[] }) {
  const text = useText();
  return (
    <ul class="deviations" aria-label={text(texts.deviation)}>
      {deviations.map((id) => (
        <li key={id} title={text(deviationTable[id].explanation)}>
          {text(deviationNames[id])}
        </li>
      ))}
    </ul>
  );
}
