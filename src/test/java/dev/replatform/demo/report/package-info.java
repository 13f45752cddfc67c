/** A report as one page, written as Markdown and as HTML. */
package dev.replatform.demo.report;
