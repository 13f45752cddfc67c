package dev.replatform.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** An S3 bucket behind CloudFront, filled from the box. */
@Group("replatform.dev")
@Version("v1alpha1")
@Plural("imagestores")
@ShortNames("imgs")
@Categories("replatform")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Import", jsonPath = ".status.import.state")
@AdditionalPrinterColumn(
        name = "Objects",
        jsonPath = ".status.import.objects",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Domain", jsonPath = ".status.distribution.domainName")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class ImageStore extends CustomResource<ImageStoreSpec, ImageStoreStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
