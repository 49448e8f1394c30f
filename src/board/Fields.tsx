import { contactGroupTypes } from '../rules/contactGroupTypes.ts';
import { decisionKinds } from '../rules/decision.ts';
import type { Draft } from './draft.ts';
import { Field, type ControlProps } from './Field.tsx';
import { useText } from './language.ts';
import { madeUpCpr } from './madeUp.ts';
import { groupName, kindNames } from './names.ts';
import type { UserError } from './submission.ts';
import { texts } from './texts.ts';

/** The form's fields, what stands in them, and what is wrong there. */
export interface FieldsProps {
  readonly draft: Draft;
  readonly errors: readonly UserError[];
  readonly onEdit: (changed: Partial<Draft>) => void;
}

/** The fields of a decision. */
export function Fields({ draft, errors, onEdit }: FieldsProps) {
  const text = useText();
  const bound = (control: ControlProps) => ({
    ...control,
    value: draft[control.name as keyof Draft],
    autoComplete: 'off',
    onInput: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement | HTMLSelectElement }) => {
      onEdit({ [control.name]: value });
    },
  });
  return (
    <>
      <Field name="cpr" label={text(texts.cpr)} errors={errors}>
        {(control) => (
          <span class="with-button">
            <input {...bound(control)} inputMode="numeric" maxLength={11} />
            <button
              type="button"
              title={text(texts.madeUp)}
              aria-label={text(texts.madeUp)}
              onClick={() => {
                onEdit({ cpr: madeUpCpr() });
              }}
            >
              ↻
            </button>
          </span>
        )}
      </Field>
      <Field name="municipalityCode" label={text(texts.municipality)} errors={errors}>
        {(control) => <input {...bound(control)} inputMode="numeric" maxLength={3} />}
      </Field>
      <Field name="kind" label={text(texts.decision)} errors={errors}>
        {(control) => (
          <select {...bound(control)}>
            {decisionKinds.map((kind) => (
              <option key={kind} value={kind}>
                {text(kindNames[kind])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="kyId" label={text(texts.kyId)} errors={errors}>
        {(control) => <input {...bound(control)} />}
      </Field>
      <Field name="contactGroup" label={text(texts.group)} errors={errors}>
        {(control) => (
          <select {...bound(control)}>
            <option value="">{text(texts.notNamed)}</option>
            {[...contactGroupTypes.keys()].map((code) => (
              <option key={code} value={code}>
                {groupName(code)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="messageId" label={text(texts.messageId)} errors={errors}>
        {(control) => <input {...bound(control)} />}
      </Field>
      <Field name="startDate" label={text(texts.startDate)} errors={errors}>
        {(control) => <input {...bound(control)} type="date" />}
      </Field>
      <Field name="endDate" label={text(texts.endDate)} hint={text(texts.optional)} errors={errors}>
        {(control) => <input {...bound(control)} type="date" />}
      </Field>
    </>
  );
}
