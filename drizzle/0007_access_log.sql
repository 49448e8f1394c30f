CREATE TYPE "public"."access_kind" AS ENUM('READ', 'WRITE');--> statement-breakpoint
CREATE TYPE "public"."access_outcome" AS ENUM('ANSWERED', 'REFUSED', 'FAILED', 'NOT_SEEN');--> statement-breakpoint
CREATE SEQUENCE "public"."access_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "access_log" (
	"at" timestamp (3) with time zone NOT NULL,
	"number" bigint DEFAULT nextval('access_number') NOT NULL,
	"citizen_id" uuid,
	"subject" text NOT NULL,
	"municipalities" text[],
	"operation" text NOT NULL,
	"kind" "access_kind" NOT NULL,
	"outcome" "access_outcome" NOT NULL,
	"request_id" text
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE INDEX "access_of_citizen" ON "access_log" USING btree ("citizen_id","number");--> statement-breakpoint
-- Where rows land whose month has no partition: nothing is lost.
CREATE TABLE access_log_rest PARTITION OF access_log DEFAULT;
--> statement-breakpoint
-- For each row, so that it holds in every partition as well.
CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE ON access_log
  FOR EACH ROW EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
CREATE TRIGGER access_log_kept BEFORE TRUNCATE ON access_log
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
-- Makes the partitions of this month and the next two, gives stray rows their month, and drops each month that ended
-- `kept` months ago or earlier. Months are those of UTC. A long read of the log, a dump for instance, makes it give up.
CREATE FUNCTION keep_access_months(kept integer) RETURNS void LANGUAGE plpgsql SET lock_timeout = '3s' AS $$
DECLARE
  this_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
  has_strays boolean;
  months timestamp[];
  month timestamp;
  expired text;
BEGIN
  -- Instances that do it at once take turns, and nothing is appended meanwhile.
  LOCK TABLE access_log IN SHARE ROW EXCLUSIVE MODE;
  has_strays := EXISTS (SELECT FROM access_log_rest);
  SELECT array_agg(start) INTO months FROM (
    SELECT date_trunc('month', at AT TIME ZONE 'UTC') AS start FROM access_log_rest
    UNION SELECT generate_series(this_month, this_month + interval '2 months', interval '1 month')
  ) AS wanted WHERE to_regclass(to_char(start, '"access_log_"YYYY"_"MM')) IS NULL;
  IF has_strays THEN
    -- No month can be made while the rest holds rows of it.
    ALTER TABLE access_log DETACH PARTITION access_log_rest;
    ALTER TABLE access_log_rest RENAME TO access_log_stray;
    CREATE TABLE access_log_rest PARTITION OF access_log DEFAULT;
  END IF;
  FOREACH month IN ARRAY coalesce(months, '{}') LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF access_log FOR VALUES FROM (%L) TO (%L)',
      to_char(month, '"access_log_"YYYY"_"MM'), month || 'Z', month + interval '1 month' || 'Z');
  END LOOP;
  IF has_strays THEN
    INSERT INTO access_log SELECT * FROM access_log_stray;
    DROP TABLE access_log_stray;
  END IF;
  FOR expired IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'access_log'::regclass AND c.relname ~ '^access_log_\d{4}_\d\d$'
      AND to_date(substr(c.relname, 12), 'YYYY_MM') + interval '1 month' <= this_month - make_interval(months => kept)
  LOOP
    EXECUTE format('DROP TABLE %I', expired);
  END LOOP;
END $$;
