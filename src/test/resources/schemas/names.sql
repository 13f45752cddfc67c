-- Names of every kind: quotes, dots, brackets, percent signs, spaces, capitals, reserved words, 63 bytes, other alphabets.

CREATE SCHEMA "a.b";
CREATE SCHEMA "100% ""it's""";
CREATE SCHEMA "Σίσυφος 🪨";
CREATE TABLE "a.b"."c.d" ("e.f" integer, CONSTRAINT "g.h" PRIMARY KEY ("e.f"));
CREATE TABLE "100% ""it's"""."select" ("from" integer PRIMARY KEY, "%I %s %%" varchar(5) DEFAULT '%s''\"', "a\b" integer, CONSTRAINT "100%" CHECK ("%I %s %%" <> '%'));
CREATE INDEX "idx %1$s" ON "100% ""it's"""."select" ("a\b") WHERE "%I %s %%" LIKE '50\%%';
CREATE TABLE "Σίσυφος 🪨"."πίνακας 🏔" ("στήλη" serial PRIMARY KEY, "?" integer, "[x]" integer, "{fn now()}" integer, "$1" integer);
CREATE TABLE public.aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg (aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg integer PRIMARY KEY);
CREATE TABLE public."UPPER" (id integer PRIMARY KEY, " leading" text NOT NULL, "trailing " text NOT NULL CHECK ("trailing " <> ''), "tab	here" text);
CREATE FUNCTION "a.b"."f(x)"("an arg" integer, "select" text DEFAULT 'a;b') RETURNS TABLE ("out col" integer) LANGUAGE sql AS 'SELECT 1';
CREATE VIEW "a.b"."v;w" AS SELECT "e.f" AS "x;y" FROM "a.b"."c.d";
CREATE TYPE "a.b"."t'y" AS ENUM ('a;b');
CREATE DOMAIN "a.b"."d%" AS text NOT NULL CONSTRAINT "c%" CHECK (VALUE <> '%');
CREATE TABLE "a.b".uses (id integer PRIMARY KEY, t "a.b"."t'y", d "a.b"."d%");
CREATE FUNCTION "a.b"."tr;g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN -- a comment; with $$ dollars $$ and 100%
RETURN NEW; END';
CREATE TRIGGER "tr""g" BEFORE INSERT ON "a.b"."c.d" FOR EACH ROW EXECUTE FUNCTION "a.b"."tr;g"('it''s', '%');
CREATE RULE "r;1" AS ON DELETE TO "a.b"."v;w" DO INSTEAD NOTHING;
CREATE POLICY "p'1" ON "a.b"."c.d" USING ("e.f" > 0);
COMMENT ON TABLE "a.b"."c.d" IS 'a ? and {fn} and $1 and ;';
CREATE MATERIALIZED VIEW "a.b"."m v" AS SELECT 1 AS "o;ne";
CREATE SEQUENCE "a.b"."s q" OWNED BY "a.b"."c.d"."e.f";
INSERT INTO "a.b"."c.d" VALUES (1);
