CREATE TYPE "public"."contact_group_change_kind" AS ENUM('OPENED', 'CHANGED', 'CLOSED');--> statement-breakpoint
CREATE TYPE "public"."decision_kind" AS ENUM('GRANTED', 'REJECTED', 'STOPPED', 'CLOSED');--> statement-breakpoint
CREATE TYPE "public"."deviation" AS ENUM('OVERLAPPING_GRANT', 'CLOSED_WITHOUT_STOP', 'KY_ID_ON_OTHER_BENEFIT', 'DECISION_AFTER_CLOSED', 'NEGATIVE_WITHOUT_GRANT');--> statement-breakpoint
CREATE TABLE "benefit_case" (
	"citizen_id" uuid NOT NULL,
	"ky_id" text NOT NULL,
	"closed" boolean NOT NULL,
	"stopped_since_grant" boolean NOT NULL,
	"granted_groups" smallint[] NOT NULL,
	CONSTRAINT "benefit_case_citizen_id_ky_id_pk" PRIMARY KEY("citizen_id","ky_id")
);
--> statement-breakpoint
CREATE TABLE "citizen" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"municipality_code" text,
	CONSTRAINT "citizen_version" CHECK ("citizen"."version" >= 0),
	CONSTRAINT "citizen_municipality" CHECK (("citizen"."version" = 0) = ("citizen"."municipality_code" is null))
);
--> statement-breakpoint
CREATE TABLE "citizen_cpr" (
	"citizen_id" uuid PRIMARY KEY NOT NULL,
	"cpr" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_group" (
	"citizen_id" uuid NOT NULL,
	"opened_by" integer NOT NULL,
	"contact_group" smallint NOT NULL,
	"carrier" text NOT NULL,
	"municipality_code" text NOT NULL,
	"start_date" date NOT NULL,
	"end_date" date,
	"closed_by" integer,
	CONSTRAINT "contact_group_citizen_id_opened_by_pk" PRIMARY KEY("citizen_id","opened_by"),
	CONSTRAINT "contact_group_dates" CHECK ("contact_group"."end_date" >= "contact_group"."start_date"),
	CONSTRAINT "contact_group_closed" CHECK (("contact_group"."closed_by" is null) = ("contact_group"."end_date" is null)),
	CONSTRAINT "contact_group_order" CHECK ("contact_group"."closed_by" > "contact_group"."opened_by")
);
--> statement-breakpoint
CREATE TABLE "contact_group_change" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contact_group_change_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"citizen_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"ordinal" smallint NOT NULL,
	"kind" "contact_group_change_kind" NOT NULL,
	"from_group" integer,
	"to_group" integer,
	"municipality_code" text NOT NULL,
	"other_municipality_code" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "change_from" CHECK (("contact_group_change"."kind" = 'OPENED') = ("contact_group_change"."from_group" is null)),
	CONSTRAINT "change_to" CHECK (("contact_group_change"."kind" = 'CLOSED') = ("contact_group_change"."to_group" is null))
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"citizen_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"message_id" text NOT NULL,
	"ky_id" text NOT NULL,
	"kind" "decision_kind" NOT NULL,
	"named_group" smallint,
	"contact_group" smallint,
	"municipality_code" text NOT NULL,
	"start_date" date NOT NULL,
	"end_date" date,
	"received_at" timestamp (3) with time zone NOT NULL,
	"today" date NOT NULL,
	"rule" text NOT NULL,
	"deviations" "deviation"[] NOT NULL,
	CONSTRAINT "decision_citizen_id_sequence_pk" PRIMARY KEY("citizen_id","sequence"),
	CONSTRAINT "decision_sequence" CHECK ("decision"."sequence" >= 1),
	CONSTRAINT "decision_dates" CHECK ("decision"."end_date" >= "decision"."start_date"),
	CONSTRAINT "decision_grant_names_group" CHECK ("decision"."kind" <> 'GRANTED' or "decision"."named_group" is not null),
	CONSTRAINT "decision_municipality" CHECK ("decision"."municipality_code" ~ '^[0-9]{3}$')
);
--> statement-breakpoint
ALTER TABLE "benefit_case" ADD CONSTRAINT "benefit_case_citizen_id_citizen_id_fk" FOREIGN KEY ("citizen_id") REFERENCES "public"."citizen"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "citizen_cpr" ADD CONSTRAINT "citizen_cpr_citizen_id_citizen_id_fk" FOREIGN KEY ("citizen_id") REFERENCES "public"."citizen"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_group" ADD CONSTRAINT "contact_group_opened_by" FOREIGN KEY ("citizen_id","opened_by") REFERENCES "public"."decision"("citizen_id","sequence") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_group" ADD CONSTRAINT "contact_group_closed_by" FOREIGN KEY ("citizen_id","closed_by") REFERENCES "public"."decision"("citizen_id","sequence") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_group_change" ADD CONSTRAINT "change_decision" FOREIGN KEY ("citizen_id","sequence") REFERENCES "public"."decision"("citizen_id","sequence") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_group_change" ADD CONSTRAINT "change_from_group" FOREIGN KEY ("citizen_id","from_group") REFERENCES "public"."contact_group"("citizen_id","opened_by") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_group_change" ADD CONSTRAINT "change_to_group" FOREIGN KEY ("citizen_id","to_group") REFERENCES "public"."contact_group"("citizen_id","opened_by") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_citizen_id_citizen_id_fk" FOREIGN KEY ("citizen_id") REFERENCES "public"."citizen"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "citizen_cpr_number" ON "citizen_cpr" USING btree ("cpr");--> statement-breakpoint
CREATE UNIQUE INDEX "contact_group_open" ON "contact_group" USING btree ("citizen_id","contact_group") WHERE "contact_group"."closed_by" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "change_of_decision" ON "contact_group_change" USING btree ("citizen_id","sequence","ordinal");--> statement-breakpoint
CREATE INDEX "change_of_municipality" ON "contact_group_change" USING btree ("municipality_code","position");--> statement-breakpoint
CREATE INDEX "change_of_other_municipality" ON "contact_group_change" USING btree ("other_municipality_code","position") WHERE "contact_group_change"."other_municipality_code" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "decision_message" ON "decision" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "decision_of_case" ON "decision" USING btree ("citizen_id","ky_id","sequence");