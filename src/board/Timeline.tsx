import type { Stay } from './citizen.ts';
import { useDates } from './dates.ts';
import { useText } from './language.ts';
import { groupName } from './names.ts';
import { texts } from './texts.ts';
import { StayTable } from './StayTable.tsx';
import { dayOf, monthsBetween } from './days.ts';
import { today } from './today.ts';
import { useWidth } from './useWidth.ts';

/** Sizes in pixels. */
const left = 36;
const right = 24;
const lane = 34;
const labelWidth = 64;

/** Stays in contact groups as bars over dates, a lane for each group, with a table behind them. */
export function Timeline({ stays }: { readonly stays: readonly Stay[] }) {
  const text = useText();
  const { date, month } = useDates();
  const [figure, width] = useWidth();
  if (stays.length === 0) return <p class="empty">{text(texts.noGroups)}</p>;
  const now = dayOf(today());
  const codes = [...new Set(stays.map(({ type }) => type.code))].sort((one, other) => one - other);
  const starts = stays.map(({ startDate }) => dayOf(startDate));
  const ends = stays.map(({ endDate }, index) =>
    Math.max(endDate ? dayOf(endDate) : now, starts[index] ?? now),
  );
  const first = Math.min(...starts, now - 14);
  const last = Math.max(...ends, now) + Math.max(4, (now - first) * 0.05);
  const x = (day: number) => left + ((day - first) / (last - first)) * (width - left - right);
  const height = codes.length * lane + 26;
  return (
    <figure class="timeline" ref={figure}>
      <svg width={width} height={height} role="img" aria-label={text(texts.timeline)}>
        {monthsBetween(first, now, Math.floor(width / labelWidth / 1.5)).map((start) => (
          <g key={start} class="month">
            <line x1={x(dayOf(start))} x2={x(dayOf(start))} y1={0} y2={height - 20} />
            {Math.abs(x(dayOf(start)) - x(now)) > labelWidth && (
              <text x={x(dayOf(start))} y={height - 5}>
                {month(start)}
              </text>
            )}
          </g>
        ))}
        {codes.map((code, index) => (
          <text key={code} class="code" x={0} y={index * lane + 22}>
            {code}
          </text>
        ))}
        {stays.map(({ id, type, open, startDate, endDate }, index) => {
          const from = x(starts[index] ?? now);
          const to = open ? Math.max(x(now), from + 12) : x((ends[index] ?? now) + 1);
          return (
            <rect
              key={id}
              class={open ? 'stay open' : 'stay'}
              x={from}
              y={codes.indexOf(type.code) * lane + 6}
              width={Math.max(to - from, 4)}
              height={lane - 12}
              rx={5}
            >
              <title>{`${groupName(type.code)}: ${date(startDate)} – ${endDate ? date(endDate) : ''}`}</title>
            </rect>
          );
        })}
        <g class="today">
          <line x1={x(now)} x2={x(now)} y1={0} y2={height - 20} />
          <text x={x(now)} y={height - 5}>
            {text(texts.today)}
          </text>
        </g>
      </svg>
      <StayTable stays={stays} />
    </figure>
  );
}
