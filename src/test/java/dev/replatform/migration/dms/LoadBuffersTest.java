package dev.replatform.migration.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadBuffersTest {
    private static final long KIB_OF_A_GIB = 1024L * 1024;

    @ParameterizedTest
    @CsvSource({
        "dms.t3.medium, 0, 0, 8, 10000",
        "dms.t3.medium, 32, 1, 8, 8192",
        "dms.t3.micro, 32, 3, 4, 1365",
        "dms.r6i.large, 1024, 2, 4, 1024",
        "dms.r5.4xlarge, 1024, 1, 8, 8192",
        "dms.c5.xlarge, 102400, 4, 1, 10",
        "dms.new9.thing, 102400, 40, 1, 1"
    })
    void theLobsOfWhatIsLoadedAtOnceFitIntoHalfTheMemory(
            String instanceClass, int lobKib, int lobColumns, int tables, int rows) {
        assertThat(LoadBuffers.of(lobKib, lobColumns, instanceClass)).isEqualTo(new LoadBuffers(tables, rows));
    }

    @ParameterizedTest
    @CsvSource({"dms.t3.small, 2", "dms.t3.large, 8", "dms.c6i.large, 4", "dms.r5.xlarge, 32", "dms.r5.2xlarge, 64"})
    void theMemoryOfAClassIsKnown(String instanceClass, int gib) {
        var buffers = LoadBuffers.of(1024, 4, instanceClass);
        var needed = buffers.tables() * (long) buffers.rows() * 4 * 1024;
        assertThat(needed).isBetween(gib * KIB_OF_A_GIB * 4 / 10, gib * KIB_OF_A_GIB / 2);
    }
}
