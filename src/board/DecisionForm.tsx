import { useState } from 'preact/hooks';
import type { CitizenBy } from './citizen.ts';
import { inputOf, newDraft, type Draft } from './draft.ts';
import { Failure } from './Failure.tsx';
import { Fields } from './Fields.tsx';
import { useText } from './language.ts';
import { messageId } from './madeUp.ts';
import { Result } from './Result.tsx';
import { submit, type Decided, type UserError } from './submission.ts';
import { texts } from './texts.ts';
import { usePreview } from './usePreview.ts';

/** What the form tells. */
export interface DecisionFormProps {
  readonly onDecided: (by: CitizenBy) => void;
}

type Sent = Decided | readonly UserError[] | { readonly failed: unknown };

/** A decision to send: what the rules would do while it is written, and what they did. */
export function DecisionForm({ onDecided }: DecisionFormProps) {
  const text = useText();
  const [draft, setDraft] = useState<Draft>(newDraft);
  const [sent, setSent] = useState<Sent | null>(null);
  const foreseen = usePreview(draft);
  const edit = (changed: Partial<Draft>) => {
    // A message of its own, since what was sent stays as it is.
    setDraft((old) => ({
      ...old,
      ...(sent && !('messageId' in changed) && { messageId: messageId() }),
      ...changed,
    }));
    setSent(null);
  };
  const send = async () => {
    try {
      const answer = await submit(inputOf(draft));
      setSent(answer);
      if ('citizenId' in answer) onDecided({ id: answer.citizenId });
    } catch (error) {
      setSent({ failed: error });
    }
  };
  const errors = [sent, foreseen].find((answer): answer is UserError[] => Array.isArray(answer)) ?? [];
  return (
    <section class="card" aria-labelledby="form">
      <div class="head">
        <h2 id="form">{text(texts.formTitle)}</h2>
      </div>
      <form
        class="decision"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Fields draft={draft} errors={errors} onEdit={edit} />
        <button type="submit" class="primary">
          {text(texts.submit)}
        </button>
      </form>
      <div class="outcome" aria-live="polite">
        {sent && 'failed' in sent && <Failure error={sent.failed} />}
        {sent && 'outcome' in sent && (
          <>
            <h3>{text(texts.didDo)}</h3>
            {sent.duplicate && <p>{text(texts.duplicate)}</p>}
            <Result outcome={sent.outcome} changes={sent.outcome.changes} openAfter={sent.openAfter} />
          </>
        )}
        {!sent && foreseen && 'outcome' in foreseen && (
          <>
            <h3>{text(texts.wouldDo)}</h3>
            <Result outcome={foreseen.outcome} openAfter={foreseen.openAfter} />
          </>
        )}
        {!sent && !foreseen && <p class="empty">{text(texts.fillIn)}</p>}
      </div>
    </section>
  );
}
