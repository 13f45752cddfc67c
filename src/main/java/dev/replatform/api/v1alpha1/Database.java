package dev.replatform.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** An RDS PostgreSQL instance with its subnet group and parameter group. */
@Group("replatform.dev")
@Version("v1alpha1")
@Plural("databases")
@ShortNames("rdb")
@Categories("replatform")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.engineVersion")
@AdditionalPrinterColumn(name = "Endpoint", jsonPath = ".status.endpoint.host")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class Database extends CustomResource<DatabaseSpec, DatabaseStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
