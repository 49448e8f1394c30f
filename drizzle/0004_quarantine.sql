CREATE TABLE "quarantined_message" (
	"command" text NOT NULL,
	"message_id" text NOT NULL,
	"quarantined_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quarantined_message_command_message_id_pk" PRIMARY KEY("command","message_id")
);
