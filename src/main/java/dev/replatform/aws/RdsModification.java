package dev.replatform.aws;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.model.CloudwatchLogsExportConfiguration;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * What one call of <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html">ModifyDBInstance</a> changes.
 * It is filled field by field; two are equal where they change the same.
 */
public final class RdsModification {
    private final ModifyDbInstanceRequest untouched;
    private ModifyDbInstanceRequest request;

    /**
     * @param immediately whether class, storage, version and standby are changed at once, together with all that waits
     *     already
     */
    public RdsModification(String identifier, boolean immediately) {
        untouched = ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(identifier)
                .applyImmediately(immediately)
                .build();
        request = untouched;
    }

    public boolean isEmpty() {
        return request.equals(untouched);
    }

    public void instanceClass(String name) {
        set(it -> it.dbInstanceClass(name));
    }

    /** @param major whether it is a version of another major, which takes a parameter group of its family */
    public void engineVersion(String version, boolean major) {
        set(it -> it.engineVersion(version).allowMajorVersionUpgrade(major ? true : null));
    }

    public void allocatedStorageGiB(int size) {
        set(it -> it.allocatedStorage(size));
    }

    public void storageType(String type) {
        set(it -> it.storageType(type));
    }

    /** @param size the size in GiB that the disk has already for no growth */
    public void maxAllocatedStorageGiB(int size) {
        set(it -> it.maxAllocatedStorage(size));
    }

    /** The instance restarts at once, whatever was asked for. */
    public void port(int port) {
        set(it -> it.dbPortNumber(port));
    }

    public void parameterGroup(String name) {
        set(it -> it.dbParameterGroupName(name));
    }

    public void securityGroupIds(Set<String> ids) {
        set(it -> it.vpcSecurityGroupIds(ids.stream().sorted().toList()));
    }

    public void publiclyAccessible(boolean yes) {
        set(it -> it.publiclyAccessible(yes));
    }

    public void backupRetentionDays(int days) {
        set(it -> it.backupRetentionPeriod(days));
    }

    public void backupWindow(String window) {
        set(it -> it.preferredBackupWindow(window));
    }

    public void maintenanceWindow(String window) {
        set(it -> it.preferredMaintenanceWindow(window));
    }

    public void multiAz(boolean yes) {
        set(it -> it.multiAZ(yes));
    }

    public void deletionProtection(boolean yes) {
        set(it -> it.deletionProtection(yes));
    }

    public void logExports(List<String> enable, List<String> disable) {
        set(it -> it.cloudwatchLogsExportConfiguration(CloudwatchLogsExportConfiguration.builder()
                .enableLogTypes(enable)
                .disableLogTypes(disable)
                .build()));
    }

    /** @param password the master's, never shown */
    public void masterPassword(String password) {
        set(it -> it.masterUserPassword(password));
    }

    public boolean setsPassword() {
        return request.masterUserPassword() != null;
    }

    ModifyDbInstanceRequest request() {
        return request;
    }

    private void set(UnaryOperator<ModifyDbInstanceRequest.Builder> change) {
        request = change.apply(request.toBuilder()).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RdsModification that && request.equals(that.request);
    }

    @Override
    public int hashCode() {
        return request.hashCode();
    }

    @Override
    public String toString() {
        return "RdsModification[" + request.dbInstanceIdentifier() + "]";
    }
}
