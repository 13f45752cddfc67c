package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * The SSM parameters that a user asks for. Limits are those of <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>.
 */
@ValidationRule(
        value = "has(self.region) == has(oldSelf.region) && (!has(self.region) || self.region == oldSelf.region)",
        message = "region cannot be changed: delete the object (the parameters are retained) and create another")
@ValidationRule(
        value = "self.path == oldSelf.path",
        message = "path cannot be changed: delete the object (the parameters are retained) and create another")
@ValidationRule(
        value = "(has(self.managementPolicy) && self.managementPolicy == 'Observe') || has(self.parameters)",
        message = "parameters are required: only an object that sets managementPolicy to Observe may leave them out")
public record AppConfigSpec(
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("AWS region. Cannot be changed. Default: the operator's region.")
        String region,

        @JsonPropertyDescription(
                "Manage: what is declared is put into force. Observe: nothing is changed in AWS or in a database; status.plan and status.drift show what would be done, status.live what AWS has, and deleting this object touches nothing. Default: Manage.")
        ManagementPolicy managementPolicy,

        @JsonPropertyDescription(
                "What becomes of an AWS resource of that name that this object did not make. Never: a conflict, it is not touched. WhenPlanIsEmpty: it becomes this object's own where nothing of it would change. Always: it becomes this object's own and is made as declared. Needs spec.path; a resource that belongs to another object is never adopted. Default: Never.")
        Adoption adoption,

        @Required
        @Size(min = 2, max = 900)
        @Pattern("^(/[A-Za-z0-9_.-]+){1,13}$")
        @JsonPropertyDescription(
                "Path that the parameters stand under, without a slash at its end. It lies under the namespace's prefix, /<namespace>/ unless the operator is set otherwise. Cannot be changed.")
        String path,

        @Size(min = 1, max = 200)
        @JsonPropertyDescription("The parameters. Default: none, they are required unless the object only observes.")
        List<Parameter> parameters,

        @Size(min = 1, max = 2048)
        @JsonPropertyDescription(
                "KMS key (id, ARN or alias) of SecureString parameters. Another one writes them anew with the values that they have. Default: the account's aws/ssm key.")
        String kmsKeyId,

        @JsonPropertyDescription(
                "Who may read the parameters. Removing it, or naming another role, takes the right away again. Default: nobody is added.")
        RoleAccess access,

        @JsonPropertyDescription("What is done after a change. Default: nothing.")
        OnChange onChange,

        @JsonPropertyDescription(
                "Whether parameters that this object wrote and no longer declares are deleted. What somebody else wrote under the path is never touched. Default: false.")
        Boolean prune,

        @JsonPropertyDescription(
                "What becomes of the parameters and the role's policy when this object is deleted. Retain: they live on, untouched. Delete: those that this object wrote are deleted. Default: Retain.")
        DeletionPolicy deletionPolicy,

        @Size(max = 40)
        @JsonPropertyDescription(
                "Extra AWS tags of every parameter. replatform.dev/owner is always added; tags that somebody else has set live on. Default: none.")
        Map<String, String> tags)
        implements KindSpec {

    /** What only observes may declare no parameter. */
    public AppConfigSpec {
        parameters = parameters == null ? List.of() : parameters;
    }

    /** What becomes of the AWS side when the object is deleted. */
    public enum DeletionPolicy {
        Retain,
        Delete,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** One SSM parameter. */
    @ValidationRule(
            value = "[has(self.value), has(self.generate), has(self.valueFrom)].exists_one(x, x)",
            message = "a parameter takes exactly one of value, generate and valueFrom")
    public record Parameter(
            @Required
            @Size(min = 1, max = 200)
            @Pattern("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$")
            @JsonPropertyDescription("Name below the path.")
            String name,

            @JsonPropertyDescription(
                    "String or SecureString. SSM changes no type: another one deletes the parameter, which is then missing for 30 seconds until it is made again; a generated one is left alone. Default: SecureString for what is generated or comes from a Secret or a password, else String.")
            Type type,

            @Size(max = 8192)
            @ValidationRule(
                    value = "size(self) > 0",
                    message =
                            "SSM stores no empty value: leave the parameter out, or give a value that the application reads as empty")
            @JsonPropertyDescription(
                    "The value itself, at most 8192 bytes, never empty, as SSM stores no empty value; more than 4096 make it a parameter of the advanced tier, which AWS charges for. Not for secrets. Default: none, generate or valueFrom is given.")
            String value,

            @JsonPropertyDescription(
                    "A random value, made once and never changed. Default: none, value or valueFrom is given.")
            Generate generate,

            @JsonPropertyDescription("Where the value comes from. Default: nowhere, value or generate is given.")
            ValueFrom valueFrom) {}

    /** Type of an SSM parameter. */
    public enum Type {
        String,
        SecureString,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** A random value of letters, digits, hyphen and underscore. */
    public record Generate(
            @Min(16) @Max(1024) @JsonPropertyDescription("How many characters. Default: 50.")
            Integer length) {}

    /** Where a value comes from. */
    @ValidationRule(
            value =
                    "[has(self.secretKeyRef), has(self.migrationRef), has(self.imageStoreRef), has(self.databaseRef), has(self.template)].exists_one(x, x)",
            message =
                    "valueFrom takes exactly one of secretKeyRef, migrationRef, imageStoreRef, databaseRef and template")
    public record ValueFrom(
            @JsonPropertyDescription("A key of a Secret. Default: none, another source is given.")
            SecretKeyRef secretKeyRef,

            @JsonPropertyDescription(
                    "The database that a Migration says is active. Default: none, another source is given.")
            MigrationRef migrationRef,

            @JsonPropertyDescription("A bucket and its distribution. Default: none, another source is given.")
            ImageStoreRef imageStoreRef,

            @JsonPropertyDescription("A database without a migration. Default: none, another source is given.")
            DatabaseRef databaseRef,

            @JsonPropertyDescription(
                    "Several values in one parameter, so that they change at once. Default: none, another source is given.")
            Template template) {}

    /** Several values in one text. */
    public record Template(
            @Required
            @Size(min = 1, max = 4096)
            @JsonPropertyDescription(
                    "The text, in which $(name) stands for the value of that name and $$ for a dollar sign.")
            String text,

            @Required
            @Size(min = 1, max = 20)
            @JsonPropertyDescription("The values. While one of them is not known the parameter waits.")
            List<TemplateValue> values) {}

    /** One value of a template. */
    @ValidationRule(
            value =
                    "[has(self.secretKeyRef), has(self.migrationRef), has(self.imageStoreRef), has(self.databaseRef)].exists_one(x, x)",
            message =
                    "a value of a template takes exactly one of secretKeyRef, migrationRef, imageStoreRef and databaseRef")
    public record TemplateValue(
            @Required
            @Size(min = 1, max = 63)
            @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
            @JsonPropertyDescription("What stands for it in the text: $(name).")
            String name,

            @JsonPropertyDescription(
                    "How it is put into the text. None: as it is. Json: as the inside of a JSON string. Uri: percent-encoded. Default: None.")
            Escape escape,

            @JsonPropertyDescription("A key of a Secret. Default: none, another source is given.")
            SecretKeyRef secretKeyRef,

            @JsonPropertyDescription(
                    "The database that a Migration says is active. Default: none, another source is given.")
            MigrationRef migrationRef,

            @JsonPropertyDescription("A bucket and its distribution. Default: none, another source is given.")
            ImageStoreRef imageStoreRef,

            @JsonPropertyDescription("A database without a migration. Default: none, another source is given.")
            DatabaseRef databaseRef) {
        /** @return the same source by itself */
        public ValueFrom asValueFrom() {
            return new ValueFrom(secretKeyRef, migrationRef, imageStoreRef, databaseRef, null);
        }

        /** How a value is put into a text. */
        public enum Escape {
            None,
            Json,
            Uri,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** A key of a Secret in the same namespace. */
    public record SecretKeyRef(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
            String name,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Key in the Secret.")
            String key) {}

    /** What a Migration says of the active database. */
    public record MigrationRef(
            @Required @Size(min = 1, max = 40) @JsonPropertyDescription("Name of the Migration.")
            String name,

            @Required
            @JsonPropertyDescription(
                    "activeHost, activePort, activeDatabase, activeUsername, activePassword or activeUri.")
            MigrationField field) {
        /** What can be published of a Migration. */
        public enum MigrationField {
            activeHost,
            activePort,
            activeDatabase,
            activeUsername,
            activePassword,
            activeUri,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** What an ImageStore says of itself. */
    public record ImageStoreRef(
            @Required @Size(min = 1, max = 40) @JsonPropertyDescription("Name of the ImageStore.")
            String name,

            @Required @JsonPropertyDescription("bucketName or domainName.")
            ImageStoreField field) {
        /** What can be published of an ImageStore. */
        public enum ImageStoreField {
            bucketName,
            domainName,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** What a Database says of itself. */
    public record DatabaseRef(
            @Required @Size(min = 1, max = 40) @JsonPropertyDescription("Name of the Database.")
            String name,

            @Required @JsonPropertyDescription("host, port, database, username, password or uri.")
            DatabaseField field) {
        /** What can be published of a Database. */
        public enum DatabaseField {
            host,
            port,
            database,
            username,
            password,
            uri,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** What is done after a change. */
    public record OnChange(
            @Required @JsonPropertyDescription("An SSM Run Command, sent at least once after a change.")
            RunCommand runCommand) {}

    /** An SSM Run Command. */
    public record RunCommand(
            @Required
            @Size(min = 1, max = 5)
            @JsonPropertyDescription(
                    "Which EC2 instances run it. Each must carry the tag replatform.dev/allow = <clusterName>/<namespace>.")
            List<CommandTarget> targets,

            @Required
            @Size(min = 1, max = 50)
            @JsonPropertyDescription(
                    "Shell commands, run as root, with set -eu. No secrets: AWS keeps the text in its history.")
            List<@Size(min = 1, max = 4096) String> commands) {}

    /** A set of EC2 instances. */
    public record CommandTarget(
            @Required
            @Size(min = 5, max = 132)
            @Pattern("^(tag:.+|InstanceIds)$")
            @JsonPropertyDescription("tag:<key> or InstanceIds.")
            String key,

            @Required @Size(min = 1, max = 50) @JsonPropertyDescription("Values of the tag, or instance ids.")
            List<@Size(min = 1, max = 256) String> values) {}
}
