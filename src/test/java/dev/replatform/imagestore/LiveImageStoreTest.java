package dev.replatform.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.ImageStoreSpec;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Cdn;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Lifecycle;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Versioning;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.aws.S3Buckets.Encryption;
import dev.replatform.aws.S3Buckets.Tidying;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a bucket says of it what is there: declared, no setting differs. */
class LiveImageStoreTest {
    private static final String MINIMAL = "managementPolicy: Observe\nbucketName: images\n";

    @ParameterizedTest
    @CsvSource({
        "         , AES256 ,                  ,   ,   ",
        "Suspended, AES256 ,                  , 7 ,   ",
        "Enabled  , AES256 ,                  ,   , 30",
        "Enabled  , aws:kms, arn:aws:kms:key/k, 1 , 90",
    })
    void whatIsReadIsWhatIsThere(String versioning, String algorithm, String key, Integer abort, Integer noncurrent) {
        var bucket = bucket(versioning, new Encryption(algorithm, key), new Tidying(abort, noncurrent));

        var read = LiveImageStore.spec(spec(MINIMAL), bucket, Optional.empty());

        var effective = SampleStore.of(Serialization.asJson(read), "{}", false);
        assertThat(BucketSetting.allEqual(effective.wanted(bucket), bucket)).isTrue();
        assertThat(read.cdn()).isNull();
    }

    @Test
    void whatAwsCannotTellIsAsItWasDeclared() {
        var declared = spec(MINIMAL + "access: {roleName: role}\ntags: {team: web}\n");
        var distribution = new Distribution(
                "D1", "arn", "d1.cloudfront.net", "Deployed", true, "PriceClass_All", Map.of(), Map.of());

        var read = LiveImageStore.spec(
                declared, bucket(null, Encryption.with(null), new Tidying(null, null)), Optional.of(distribution));

        assertThat(read.access()).isEqualTo(declared.access());
        assertThat(read.tags()).isEqualTo(Map.of("team", "web"));
        assertThat(read.cdn()).isEqualTo(new Cdn(null, "PriceClass_All"));
        assertThat(read.versioning()).isEqualTo(Versioning.Suspended);
        assertThat(read.lifecycle()).isEqualTo(new Lifecycle(0, 0));
    }

    private static ImageStoreSpec spec(String yaml) {
        return Serialization.unmarshal(yaml, ImageStoreSpec.class);
    }

    private static Bucket bucket(String versioning, Encryption encryption, Tidying tidying) {
        return new Bucket(
                "images", Map.of("team", "shop"), true, true, versioning, encryption, tidying, Optional.empty());
    }
}
