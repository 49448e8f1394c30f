-- Lets the role of the server see only what a jobcentre may, by settings of whoever logged in: so the same reads can be
-- asked by a caller who sees all. `sight` is what an operation is about: the caller's own citizens; the log, which shows the
-- citizens of the changes that it tells; or a report, which counts decisions by the municipality that they name.
CREATE FUNCTION sight() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_setting('dfdg.sight', true) $$;
CREATE FUNCTION hears(VARIADIC codes text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT codes && string_to_array(current_setting('dfdg.municipalities', true), ',')
$$;
-- By the owner's eyes, since policies that ask each other's tables go round in circles.
CREATE FUNCTION sees(citizen_id uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT sight() IS NULL
    OR EXISTS (SELECT FROM citizen c WHERE c.id = $1 AND hears(c.municipality_code))
    OR sight() = 'log' AND EXISTS (
      SELECT FROM contact_group_change x
      WHERE x.citizen_id = $1 AND hears(x.municipality_code, x.other_municipality_code))
$$;
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['citizen', 'citizen_cpr', 'benefit_case', 'decision', 'contact_group', 'contact_group_change',
    'sickness_absence', 'sickness_report', 'access_log'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('DROP POLICY IF EXISTS everybody ON %I', name);
    EXECUTE format('CREATE POLICY adding ON %I FOR INSERT TO dfdg_server WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY moving ON %I FOR UPDATE TO dfdg_server USING (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['citizen_cpr', 'benefit_case', 'contact_group', 'sickness_absence', 'sickness_report', 'access_log'] LOOP
    EXECUTE format('CREATE POLICY sight ON %I FOR SELECT TO dfdg_server USING (sees(citizen_id))', name);
  END LOOP;
END $$;
CREATE POLICY sight ON citizen FOR SELECT TO dfdg_server USING (sees(id));
CREATE POLICY sight ON decision FOR SELECT TO dfdg_server
  USING (CASE WHEN sight() = 'report' THEN hears(municipality_code) ELSE sees(citizen_id) END);
CREATE POLICY sight ON contact_group_change FOR SELECT TO dfdg_server
  USING (CASE WHEN sight() = 'log' THEN hears(municipality_code, other_municipality_code) ELSE sees(citizen_id) END);
