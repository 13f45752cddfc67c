-- roles: corpus_tenant corpus_audit
-- as: application
-- Row security: policies of every sort, for roles that exist on both ends; one table where it binds the owner too, one whose
-- policies wait without being switched on.

CREATE TABLE public.account (id integer PRIMARY KEY, tenant varchar(20) NOT NULL, secret varchar(20));
ALTER TABLE public.account ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON public.account USING (tenant = current_user) WITH CHECK (tenant = current_user);
CREATE POLICY audit_reads ON public.account FOR SELECT TO corpus_audit USING (true);
CREATE POLICY "Never Delete" ON public.account AS RESTRICTIVE FOR DELETE TO corpus_tenant, corpus_audit USING (secret IS NULL);
CREATE POLICY only_insert ON public.account FOR INSERT TO PUBLIC WITH CHECK (id > 0);
CREATE POLICY update_both ON public.account FOR UPDATE USING (id > 0) WITH CHECK (EXISTS (SELECT 1 FROM public.account a WHERE a.id = account.id));
CREATE TABLE public.bound (id integer PRIMARY KEY, tenant varchar(20));
ALTER TABLE public.bound ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bound_rows ON public.bound USING (tenant = current_setting('app.tenant', true));
CREATE TABLE public.prepared (id integer PRIMARY KEY);
CREATE POLICY later ON public.prepared USING (id > 5);
INSERT INTO public.account VALUES (1, 'a', 'b');
