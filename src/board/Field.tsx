import type { ComponentChildren } from 'preact';
import { useText } from './language.ts';
import { userErrorTexts } from './names.ts';
import type { UserError } from './submission.ts';

/** What a control is told, so that it is named, and described where something is wrong. */
export interface ControlProps {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** A field of the form. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly errors: readonly UserError[];
  readonly children: (props: ControlProps) => ComponentChildren;
}

/** A labelled control with what is wrong about it. */
export function Field({ name, label, hint, errors, children }: FieldProps) {
  const text = useText();
  const own = errors.filter(({ field }) => field?.at(-1) === name);
  const isWrong = own.length > 0;
  return (
    <div class="field">
      <label for={`field-${name}`}>
        {label} {hint && <small>{hint}</small>}
      </label>
      {children({
        id: `field-${name}`,
        name,
        'aria-invalid': isWrong,
        'aria-describedby': isWrong ? `error-${name}` : undefined,
      })}
      {isWrong && (
        <p class="error" id={`error-${name}`}>
          {own.map(({ code, message }) => {
            const known = userErrorTexts[code];
            return known ? text(known) : message;
          })}
        </p>
      )}
    </div>
  );
}
