/**
 * What AWS asks IAM before it carries out a call: which actions, on which resources, with which condition keys. By the <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 * Authorization Reference</a>, and pessimistic where the services' own pages say that they ask for more.
 */
package dev.replatform.sandbox.aws.authorization;
