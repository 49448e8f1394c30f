import { refusalOf } from './graphql.ts';
import { useText } from './language.ts';
import { texts } from './texts.ts';

/** Says that something sent did not succeed, and why. */
export function Failure({ error }: { readonly error: unknown }) {
  const text = useText();
  const refusal = refusalOf(error);
  const reasons = { UNAUTHENTICATED: texts.tokenNoGood, FORBIDDEN: texts.forbidden };
  return (
    <p class="error">
      {text(texts.failed)} {refusal ? text(reasons[refusal]) : error instanceof Error ? error.message : ''}
    </p>
  );
}
