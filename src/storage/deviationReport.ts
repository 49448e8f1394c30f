import type { DeviationId } from '../rules/deviations.ts';
import type { DatabaseClient } from './address.ts';

/** What a report of deviations is about. */
export interface DeviationPeriod {
  /** Civil dates in Copenhagen on which decisions were received, both included. */
  readonly from: string;
  readonly to: string;
  /** Only decisions that KY sent for one of these municipalities; null for all. */
  readonly municipalities: readonly string[] | null;
}

/** What KY sent for a municipality: how many decisions, and how many of them left the agreed pattern in which way. */
export interface MunicipalityDeviations {
  readonly municipalityCode: string;
  readonly decisions: number;
  /** In the order of the deviations' list; only those that there were. */
  readonly deviations: readonly DeviationCount[];
}

/** How many decisions left the agreed pattern in one way, on how many citizens. */
export interface DeviationCount {
  readonly deviation: DeviationId;
  readonly decisions: number;
  readonly citizens: number;
}

/**
 * Counts decisions and deviations of a period, by municipality. Both counts read the index of the days alone: no row of
 * the table.
 */
export function deviationReport(
  sql: DatabaseClient,
  { from, to, municipalities }: DeviationPeriod,
): Promise<MunicipalityDeviations[]> {
  const codes = municipalities && [...municipalities];
  const isMeant = sql`today between ${from}::date and ${to}::date
    and (${codes}::text[] is null or municipality_code = any(${codes}::text[]))`;
  return sql<MunicipalityDeviations[]>`
    with received as (
      select municipality_code, count(*)::int as decisions from decision where ${isMeant} group by municipality_code
    ),
    deviating as (
      select municipality_code, one as deviation, count(*) as decisions, count(distinct citizen_id) as citizens
      from decision, unnest(deviations) as one
      where deviations <> '{}' and ${isMeant}
      group by municipality_code, one
    )
    select municipality_code as "municipalityCode", decisions,
      coalesce((
        select json_agg(json_build_object('deviation', d.deviation, 'decisions', d.decisions, 'citizens', d.citizens)
          order by d.deviation)
        from deviating d where d.municipality_code = received.municipality_code
      ), '[]') as deviations
    from received order by municipality_code`;
}
