/** The kind ImageStore: an S3 bucket behind CloudFront, filled from the box. */
package dev.replatform.imagestore;
