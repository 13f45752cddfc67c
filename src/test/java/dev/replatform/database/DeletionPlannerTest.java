package dev.replatform.database;

import static dev.replatform.database.Situation.FOREIGN;
import static dev.replatform.database.Situation.GROUP;
import static dev.replatform.database.Situation.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.Snapshot;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of everything when a Database is deleted. */
class DeletionPlannerTest {
    private static final Problem DENIED = new Problem(FailureReason.ACCESS_DENIED, "denied");

    private final Situation it = Situation.inSync();

    @BeforeEach
    void delete() {
        it.deleting = true;
        it.deletionProtection = false;
    }

    @Test
    void retainedEverythingLivesOnWhateverIsSeen() {
        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().finished()).isTrue();
        it.instance = Seen.unknown(DENIED);
        assertThat(it.plan().finished()).isTrue();
    }

    @Test
    void aSnapshotHasAlwaysTheSameNameAndIsWaitedFor() {
        it.spec = "deletionPolicy: Snapshot";
        var name = it.effective().lastSnapshot();
        assertThat(it.plan().sentences()).containsExactly("Delete RDS instance mvp after snapshot " + name);

        it.status = "deleting";
        it.lastSnapshot = Seen.present(new Snapshot(name, "creating"));
        assertThat(it.plan().sentences()).containsExactly("Wait until RDS instance mvp is gone");

        it.instance = Seen.absent();
        assertThat(it.plan().sentences()).containsExactly("Wait for DB snapshot %s (creating)".formatted(name));

        it.lastSnapshot = Seen.present(new Snapshot(name, "available"));
        it.subnetGroup = Seen.present(new SubnetGroup(GROUP, "arn:sg", Set.of(), OURS));
        it.everyParameterGroup = Seen.present(List.of(
                new ParameterGroup(GROUP + "-postgres15", "arn:pg15", OURS),
                new ParameterGroup(GROUP + "-postgres16", "arn:pg16", OURS),
                new ParameterGroup(GROUP + "-theirs", "arn:pg17", FOREIGN)));
        assertThat(it.plan().sentences())
                .containsExactly(
                        "Delete DB parameter group %s-postgres15".formatted(GROUP),
                        "Delete DB parameter group %s-postgres16".formatted(GROUP),
                        "Delete DB subnet group " + GROUP);

        it.subnetGroup = Seen.absent();
        it.everyParameterGroup = Seen.present(List.of());
        assertThat(it.plan().finished())
                .as("the Secrets live on with the snapshot")
                .isTrue();
    }

    @Test
    void anOlderSnapshotOfThatNameIsNotTakenForTheLastOne() {
        it.spec = "deletionPolicy: Snapshot";
        it.lastSnapshot = Seen.present(new Snapshot("mvp-old", "available"));

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().finished()).isFalse();
        assertThat(it.plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.CONFLICT);
    }

    @Test
    void deletedTheSecretsGoToo() {
        it.spec = "deletionPolicy: Delete";
        assertThat(it.plan().sentences()).containsExactly("Delete RDS instance mvp");

        it.instance = Seen.absent();
        assertThat(it.plan().sentences()).containsExactly("Delete Secret mvp-connection");
    }

    @Test
    void protectionThatNobodyDeclaredIsTakenOffFirst() {
        it.spec = "deletionPolicy: Delete";
        it.deletionProtection = true;
        assertThat(it.plan().sentences())
                .containsExactly(
                        "Modify RDS instance mvp: deletionProtection true -> false", "Delete RDS instance mvp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Snapshot", "Delete"})
    void protectionThatIsDeclaredIsTheUsers(String policy) {
        it.spec = "deletionPolicy: %s\ndeletionProtection: true".formatted(policy);
        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.DELETION_PROTECTED);
    }

    @Test
    void anInstanceThatIsBusyIsWaitedForAndOneThatHasFailedIsNot() {
        it.spec = "deletionPolicy: Delete";
        it.status = "creating";
        assertThat(it.plan().sentences()).containsExactly("Wait for RDS instance mvp (creating)");
        it.status = "failed";
        assertThat(it.plan().steps()).hasSize(1);
    }

    @Test
    void whatBelongsToOthersIsNeverDeleted() {
        it.spec = "deletionPolicy: Delete";
        it.tags = FOREIGN;
        it.connectionSecret = Seen.absent();

        assertThat(it.plan().finished()).isTrue();
    }

    @Test
    void whatCouldNotBeSeenIsNotTakenForGone() {
        it.spec = "deletionPolicy: Delete";
        it.instance = Seen.unknown(DENIED);
        assertThat(it.plan().finished()).isFalse();
        assertThat(it.plan().problems()).containsExactly(DENIED);
    }
}
