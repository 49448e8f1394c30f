CREATE TRIGGER sickness_report_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sickness_report
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
CREATE TRIGGER sickness_absence_kept BEFORE DELETE OR TRUNCATE ON sickness_absence
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
-- An absence ends once; its start stays.
CREATE TRIGGER sickness_absence_history BEFORE UPDATE ON sickness_absence
  FOR EACH ROW WHEN (
    OLD.recovered_on IS NOT NULL
    OR (OLD.citizen_id, OLD.number, OLD.sick_from) IS DISTINCT FROM (NEW.citizen_id, NEW.number, NEW.sick_from)
  ) EXECUTE FUNCTION forbid_rewriting();
