import type { Example } from '../rules/example.ts';
import { useDates } from './dates.ts';
import { useText } from './language.ts';
import { Move } from './Move.tsx';
import { kindNames } from './names.ts';
import { isAsExpected, type Step } from './play.ts';
import { texts } from './texts.ts';
import { Why } from './Why.tsx';

/** An example, and how far it is played. */
export interface StepListProps {
  readonly example: Example;
  readonly steps: readonly Step[];
}

/** The steps of an example, and in the end whether it came out as the note says. */
export function StepList({ example, steps }: StepListProps) {
  const text = useText();
  const { date } = useDates();
  const last = steps.length === example.decisions.length ? steps.at(-1) : undefined;
  const isRight = last && isAsExpected(example, last);
  return (
    <>
      <h3>
        {example.id} · {text(example.title)} <span class="cites">{example.source.join(', ')}</span>
      </h3>
      <ol class="steps">
        {steps.map(({ input, decided }) => (
          <li key={input.messageId}>
            <p class="what">
              <b>
                {text(kindNames[input.kind])} {input.contactGroup}
              </b>
              <span class="when">
                {text(texts.kyId)} <code>{input.kyId}</code> · {date(input.startDate)}
                {input.endDate && ` – ${date(input.endDate)}`}
              </span>
              {decided.outcome.changes.length === 0 && <span class="stored">{text(texts.storedOnly)}</span>}
              {decided.outcome.changes.map(({ from, to }, index) => (
                <Move key={index} from={from?.type.code ?? null} to={to?.type.code ?? null} />
              ))}
            </p>
          </li>
        ))}
      </ol>
      {last && <Why outcome={last.decided.outcome} />}
      {last && (
        <p class={isRight ? 'right' : 'error'}>
          {isRight ? '✓' : '✗'} {text(isRight ? texts.asNoteSays : texts.notAsNoteSays)}
        </p>
      )}
    </>
  );
}
