/** The EC2 box: a folder that stands for its root, {@code aws} and {@code systemctl} on its PATH, scripts that really run. */
package dev.replatform.sandbox.aws.box;
