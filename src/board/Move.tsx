import { useText } from './language.ts';
import { groupName } from './names.ts';
import { texts } from './texts.ts';

/** From which group to which. */
export interface MoveProps {
  readonly from: number | null;
  readonly to: number | null;
}

/** A change of groups: seen as an arrow, heard as a sentence. */
export function Move({ from, to }: MoveProps) {
  const text = useText();
  const isChange = from !== null && to !== null;
  return (
    <span class="move">
      {from !== null && <span class="group from">{groupName(from)}</span>}
      {isChange && (
        <span class="verb">
          <span aria-hidden="true">→</span>
          <span class="unseen"> {text(texts.changedTo)} </span>
        </span>
      )}
      {to !== null && <span class="group to">{groupName(to)}</span>}
      {!isChange && <span class="verb"> {text(to === null ? texts.closed : texts.opened)}</span>}
    </span>
  );
}
