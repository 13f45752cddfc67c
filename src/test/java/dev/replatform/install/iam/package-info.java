/** The rights that the operator has in an AWS account: {@code deploy/iam} and {@code deploy/aws} are written from here. */
package dev.replatform.install.iam;
