import type { Refusal } from './graphql.ts';
import { useText } from './language.ts';
import { texts } from './texts.ts';

/** Why somebody is asked for a token, and what takes it. */
export interface TokenFormProps {
  readonly refusal: Refusal | null;
  readonly hasToken: boolean;
  readonly onToken: (token: string) => void;
}

/** Asks for a token where the server does, and lets go of the one that is used; nothing where nobody asks. */
export function TokenForm({ refusal, hasToken, onToken }: TokenFormProps) {
  const text = useText();
  if (refusal === null && !hasToken) return null;
  const give = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    onToken(new FormData(form).get('token') as string);
    form.reset();
  };
  return (
    <section class="card access" aria-labelledby="access">
      <h2 id="access">{text(texts.access)}</h2>
      <div aria-live="polite">
        {refusal === null ? (
          <p>{text(texts.tokenInUse)}</p>
        ) : (
          <p class="error">
            {text(
              refusal === 'FORBIDDEN' ? texts.forbidden : hasToken ? texts.tokenNoGood : texts.tokenNeeded,
            )}
          </p>
        )}
      </div>
      {refusal !== null && (
        <form class="inline" onSubmit={give}>
          <label class="inline">
            {text(texts.token)} <input name="token" type="password" autoComplete="off" required />
          </label>
          <button type="submit" class="primary">
            {text(texts.useToken)}
          </button>
        </form>
      )}
      {hasToken && (
        <button
          type="button"
          onClick={() => {
            onToken('');
          }}
        >
          {text(texts.forgetToken)}
        </button>
      )}
    </section>
  );
}
