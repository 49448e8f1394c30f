-- What stood there as it is would stay in the table's file and in backups, so it is not carried over.
DO $$ BEGIN
  IF EXISTS (SELECT FROM citizen_cpr) THEN
    RAISE EXCEPTION 'This database was filled before CPR numbers were encrypted, and such a one cannot be taken over: use a new database (or another DATA_DIR), and destroy this one.'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END $$;
--> statement-breakpoint
CREATE TABLE "cpr_hash_key" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"complete" boolean NOT NULL,
	CONSTRAINT "cpr_hash_key_only" CHECK ("cpr_hash_key"."only")
);
--> statement-breakpoint
DROP INDEX "citizen_cpr_number";--> statement-breakpoint
ALTER TABLE "citizen_cpr" ADD COLUMN "cpr_hash" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "citizen_cpr" ADD COLUMN "cpr_key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "citizen_cpr" ADD COLUMN "cpr_encrypted" "bytea" NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "citizen_cpr_number" ON "citizen_cpr" USING btree ("cpr_hash");--> statement-breakpoint
ALTER TABLE "citizen_cpr" DROP COLUMN "cpr";--> statement-breakpoint
ALTER TABLE "citizen_cpr" ADD CONSTRAINT "citizen_cpr_hash" CHECK (octet_length("citizen_cpr"."cpr_hash") = 32);--> statement-breakpoint
ALTER TABLE "citizen_cpr" ADD CONSTRAINT "citizen_cpr_encrypted" CHECK (octet_length("citizen_cpr"."cpr_encrypted") = 38);