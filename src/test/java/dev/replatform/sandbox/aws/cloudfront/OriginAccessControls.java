package dev.replatform.sandbox.aws.cloudfront;

import dev.replatform.sandbox.aws.ServedMembers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControl;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlResponse;

/** Who signs CloudFront's requests to a bucket. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
final class OriginAccessControls {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DESCRIPTION = 256;

    private final Map<String, Control> controls = new ConcurrentSkipListMap<>();
    private final Predicate<String> inUse;

    private static final class Control {
        private final String id = Ids.next();
        private final ETags eTags = new ETags();
        private volatile OriginAccessControlConfig config;

        Control(OriginAccessControlConfig config) {
            this.config = config;
        }

        OriginAccessControl described() {
            return OriginAccessControl.builder()
                    .id(id)
                    .originAccessControlConfig(config)
                    .build();
        }

        OriginAccessControlSummary summary() {
            return OriginAccessControlSummary.builder()
                    .id(id)
                    .name(config.name())
                    .description(Optional.ofNullable(config.description()).orElse(""))
                    .signingProtocol(config.signingProtocol())
                    .signingBehavior(config.signingBehavior())
                    .originAccessControlOriginType(config.originAccessControlOriginType())
                    .build();
        }
    }

    /** @param inUse whether a distribution names the control of that id */
    OriginAccessControls(Predicate<String> inUse) {
        this.inUse = inUse;
    }

    boolean exists(String id) {
        return controls.containsKey(id);
    }

    /** @return whether requests are signed; a viewer's own signature is never passed on by the edge */
    boolean signs(String id) {
        return Optional.ofNullable(controls.get(id))
                .map(control -> control.config.signingBehavior() != OriginAccessControlSigningBehaviors.NEVER)
                .orElse(false);
    }

    synchronized CreateOriginAccessControlResponse create(CreateOriginAccessControlRequest create) {
        var config = checked(create.originAccessControlConfig());
        checkNameIsFree(config.name(), null);
        var control = new Control(config);
        controls.put(control.id, control);
        return CreateOriginAccessControlResponse.builder()
                .originAccessControl(control.described())
                .eTag(control.eTags.current())
                .location("https://cloudfront.amazonaws.com/2020-05-31/origin-access-control/" + control.id)
                .build();
    }

    GetOriginAccessControlResponse get(GetOriginAccessControlRequest get) {
        var control = find(get.id());
        return GetOriginAccessControlResponse.builder()
                .originAccessControl(control.described())
                .eTag(control.eTags.current())
                .build();
    }

    ListOriginAccessControlsResponse list(ListOriginAccessControlsRequest list) {
        var page = Page.of(controls.values().stream().toList(), control -> control.id, list.marker(), list.maxItems());
        return ListOriginAccessControlsResponse.builder()
                .originAccessControlList(answer -> answer.items(
                                page.items().stream().map(Control::summary).toList())
                        .quantity(page.items().size())
                        .isTruncated(page.isTruncated())
                        .marker(page.marker())
                        .nextMarker(page.nextMarker())
                        .maxItems(page.maxItems()))
                .build();
    }

    synchronized UpdateOriginAccessControlResponse update(UpdateOriginAccessControlRequest update) {
        var config = checked(update.originAccessControlConfig());
        var control = find(update.id());
        control.eTags.check(update.ifMatch());
        checkNameIsFree(config.name(), control.id);
        control.config = config;
        control.eTags.renew();
        return UpdateOriginAccessControlResponse.builder()
                .originAccessControl(control.described())
                .eTag(control.eTags.current())
                .build();
    }

    synchronized DeleteOriginAccessControlResponse delete(DeleteOriginAccessControlRequest delete) {
        var control = find(delete.id());
        control.eTags.check(delete.ifMatch());
        if (inUse.test(control.id)) {
            throw CloudFrontFaults.originAccessControlInUse();
        }
        controls.remove(control.id);
        return DeleteOriginAccessControlResponse.builder().build();
    }

    private Control find(String id) {
        return Optional.ofNullable(controls.get(id)).orElseThrow(CloudFrontFaults::noSuchOriginAccessControl);
    }

    private void checkNameIsFree(String name, String exceptId) {
        if (controls.values().stream()
                .anyMatch(control -> control.config.name().equals(name) && !control.id.equals(exceptId))) {
            throw CloudFrontFaults.originAccessControlExists();
        }
    }

    private static OriginAccessControlConfig checked(OriginAccessControlConfig config) {
        if (config == null) {
            throw CloudFrontFaults.missingBody();
        }
        ServedMembers.only(
                config, "Name", "Description", "SigningProtocol", "SigningBehavior", "OriginAccessControlOriginType");
        var behaviors = OriginAccessControlSigningBehaviors.knownValues();
        boolean valid = config.name() != null
                && !config.name().isEmpty()
                && config.name().length() <= LONGEST_NAME
                && Optional.ofNullable(config.description()).orElse("").length() <= LONGEST_DESCRIPTION
                && config.signingProtocol() == OriginAccessControlSigningProtocols.SIGV4
                && behaviors.contains(config.signingBehavior())
                && OriginAccessControlOriginTypes.knownValues().contains(config.originAccessControlOriginType());
        if (!valid) {
            throw CloudFrontFaults.invalidArgument("The origin access control configuration is not valid.");
        }
        return config;
    }
}
