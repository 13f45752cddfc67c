/**
 * AWS's wire protocols (query, EC2, JSON, REST-XML) spoken by the SDK's own metadata: which member stands where and under which
 * name is read from {@code SdkPojo.sdkFields()} and from the marshallers' operation bindings, so no call is described by hand.
 *
 * <p>It leans on private names of AWS SDK 2.40.2; {@code SweepTest} fails at once where an upgrade renames them.
 */
package dev.replatform.sandbox.aws.codec;
