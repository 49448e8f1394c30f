import type { Stay } from './citizen.ts';
import { useDates } from './dates.ts';
import { useText } from './language.ts';
import { groupName } from './names.ts';
import { texts } from './texts.ts';

/** The timeline for those who read it. */
export function StayTable({ stays }: { readonly stays: readonly Stay[] }) {
  const text = useText();
  const { date } = useDates();
  return (
    <details>
      <summary>{text(texts.asTable)}</summary>
      <table>
        <caption class="unseen">{text(texts.timeline)}</caption>
        <thead>
          <tr>
            <th scope="col">{text(texts.group)}</th>
            <th scope="col">{text(texts.from)}</th>
            <th scope="col">{text(texts.to)}</th>
          </tr>
        </thead>
        <tbody>
          {stays.map(({ id, type, startDate, endDate }) => (
            <tr key={id}>
              <th scope="row">{groupName(type.code)}</th>
              <td>{date(startDate)}</td>
              <td>{endDate ? date(endDate) : text(texts.stillOpen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
