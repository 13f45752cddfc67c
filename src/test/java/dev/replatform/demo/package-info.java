/**
 * The journey of one application off its box, shown and proved on a laptop: {@code ./demo}. It knows the sandbox and what a
 * user knows of the operator (its YAML, its custom resources, its process), and none of its classes.
 */
package dev.replatform.demo;
