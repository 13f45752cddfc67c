/** What the API server's watches say, read so that nothing in it can stop the operator. */
package dev.replatform.watch;
