-- Decisions and changes are append-only, whoever asks.
CREATE FUNCTION forbid_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contact_group_change
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
CREATE TRIGGER contact_group_kept BEFORE DELETE OR TRUNCATE ON contact_group
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
-- A closed group stays as it ended; of an open one only the carrier and the end may be written.
CREATE TRIGGER contact_group_history BEFORE UPDATE ON contact_group
  FOR EACH ROW WHEN (
    OLD.closed_by IS NOT NULL
    OR (OLD.citizen_id, OLD.opened_by, OLD.contact_group, OLD.municipality_code, OLD.start_date)
      IS DISTINCT FROM (NEW.citizen_id, NEW.opened_by, NEW.contact_group, NEW.municipality_code, NEW.start_date)
  ) EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
CREATE TRIGGER citizen_version_grows BEFORE UPDATE ON citizen
  FOR EACH ROW WHEN (NEW.version < OLD.version OR NEW.id <> OLD.id) EXECUTE FUNCTION forbid_rewriting();
--> statement-breakpoint
-- A citizen's sequence has no gap. Once per statement, so that a batch pays for it once.
CREATE FUNCTION forbid_sequence_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM inserted i
    WHERE i.sequence > 1 AND NOT EXISTS (
      SELECT FROM decision d WHERE d.citizen_id = i.citizen_id AND d.sequence = i.sequence - 1
    )
  ) THEN
    RAISE EXCEPTION 'gap in the sequence of a citizen''s decisions' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER decision_sequence_gapless AFTER INSERT ON decision
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION forbid_sequence_gap();
