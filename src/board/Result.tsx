import type { Outcome } from './change.ts';
import { useText } from './language.ts';
import { Move } from './Move.tsx';
import { groupName } from './names.ts';
import type { Decided } from './submission.ts';
import { texts } from './texts.ts';
import { Why } from './Why.tsx';

/** What came of a decision, or would come of it: then without `changes`. */
export interface ResultProps {
  readonly outcome: Outcome;
  readonly openAfter?: readonly number[];
  readonly changes?: Decided['outcome']['changes'];
}

/** Tells what came of a decision, and why. */
export function Result({ outcome, openAfter, changes }: ResultProps) {
  const text = useText();
  return (
    <div class="result">
      {changes && (
        <p class="moves">
          {changes.length === 0 && text(texts.storedOnly)}
          {changes.map(({ from, to }, index) => (
            <Move key={index} from={from?.type.code ?? null} to={to?.type.code ?? null} />
          ))}
        </p>
      )}
      {openAfter && (
        <p class="moves">
          {text(texts.openAfter)}: {openAfter.length === 0 && text(texts.none)}
          {openAfter.map((code) => (
            <span key={code} class="group to">
              {groupName(code)}
            </span>
          ))}
        </p>
      )}
      <Why outcome={outcome} />
    </div>
  );
}
