package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody changes on the source after the schema was copied is seen by its statement. */
class AppliedSchemaTest {
    private static final TablePatterns EVERYTHING = new TablePatterns(List.of("*.*"), List.of(), List.of(), List.of());

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @BeforeEach
    void noteTheBox() {
        servers.fillTheBox();
        new Journal(servers.target(), "here/shop/mvp", 1).prepare();
        applied().note(statements());
    }

    @Test
    void nothingIsChangedWhereNobodyChangedAnything() {
        servers.source().execute("INSERT INTO public.auth_group (name) VALUES ('more'); ANALYZE");

        assertThat(changed(Set.of())).isEmpty();
    }

    @Test
    void eachChangeIsNamedWithItsStatement() {
        servers.source().execute("""
                ALTER TYPE public.mood ADD VALUE 'new';
                ALTER TABLE public.auth_group ALTER COLUMN name SET DEFAULT 'x';
                ALTER TABLE public.auth_user DISABLE TRIGGER touch_user;
                DROP INDEX public.measurements_value;
                CREATE OR REPLACE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                """);

        assertThat(changed(Set.of()))
                .extracting(AppliedSchema.Changed::object)
                .contains(
                        "Function:public.touch()",
                        "Index:public.measurements_value",
                        "Table:public.auth_group",
                        "Trigger:public.auth_user touch_user",
                        "Type:public.mood");
        assertThat(changed(Set.of()))
                .filteredOn(it -> it.object().equals("Type:public.mood"))
                .extracting(AppliedSchema.Changed::inWords)
                .containsExactly(
                        "Type:public.mood is now: CREATE TYPE public.mood AS ENUM ('sad', 'it''s ok', 'ünhappy', 'new')");
    }

    @Test
    void aChangeThatSomebodyAcceptedHoldsNothing() {
        servers.source().execute("ALTER TYPE public.mood ADD VALUE 'new'");

        assertThat(changed(Set.of("Type:public.mood"))).isEmpty();
    }

    @Test
    void aNewObjectIsNoChangeAsTheCopyMakesIt() {
        servers.source().execute("CREATE INDEX late ON public.visits (at)");

        assertThat(changed(Set.of())).isEmpty();
    }

    @Test
    void whatWasNotedOnceStaysAsItWas() {
        servers.source().execute("ALTER TYPE public.mood ADD VALUE 'new'");
        applied().note(statements());

        assertThat(changed(Set.of())).extracting(AppliedSchema.Changed::object).containsExactly("Type:public.mood");
    }

    @Test
    void anotherRunHasAppliedNothingYet() {
        servers.source().execute("ALTER TYPE public.mood ADD VALUE 'new'");

        assertThat(new AppliedSchema(servers.target(), "here/shop/mvp", 2).changedIn(statements(), Set.of()))
                .isEmpty();
    }

    private List<AppliedSchema.Changed> changed(Set<String> accepted) {
        return applied().changedIn(statements(), accepted);
    }

    private AppliedSchema applied() {
        return new AppliedSchema(servers.target(), "here/shop/mvp", 1);
    }

    private Map<String, String> statements() {
        var schemas = new SourceCatalog(servers.source(), EVERYTHING).schemas();
        return new SchemaCopy(servers.source(), servers.target(), schemas, servers.application.username(), Set.of())
                .statements(SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP);
    }
}
