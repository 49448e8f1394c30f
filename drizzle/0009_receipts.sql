ALTER TABLE "decision" ADD COLUMN "receipt" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sickness_report" ADD COLUMN "receipt" bigint DEFAULT 0 NOT NULL;