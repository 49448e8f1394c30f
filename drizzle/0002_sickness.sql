CREATE TYPE "public"."sickness_report_kind" AS ENUM('SICK', 'RECOVERED');--> statement-breakpoint
CREATE TABLE "sickness_absence" (
	"citizen_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"sick_from" date NOT NULL,
	"recovered_on" date,
	CONSTRAINT "sickness_absence_citizen_id_number_pk" PRIMARY KEY("citizen_id","number"),
	CONSTRAINT "sickness_absence_number" CHECK ("sickness_absence"."number" >= 1),
	CONSTRAINT "sickness_absence_dates" CHECK ("sickness_absence"."recovered_on" >= "sickness_absence"."sick_from")
);
--> statement-breakpoint
CREATE TABLE "sickness_report" (
	"message_id" text PRIMARY KEY NOT NULL,
	"citizen_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" "sickness_report_kind" NOT NULL,
	"date" date NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sickness_absence" ADD CONSTRAINT "sickness_absence_citizen_id_citizen_id_fk" FOREIGN KEY ("citizen_id") REFERENCES "public"."citizen"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sickness_report" ADD CONSTRAINT "sickness_report_absence" FOREIGN KEY ("citizen_id","number") REFERENCES "public"."sickness_absence"("citizen_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sickness_absence_open" ON "sickness_absence" USING btree ("citizen_id") WHERE "sickness_absence"."recovered_on" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "sickness_report_once" ON "sickness_report" USING btree ("citizen_id","number","kind");