/** How the operator is installed: the chart, and what is made from it. */
package dev.replatform.install;
