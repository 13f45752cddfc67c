/** Work that takes longer than a reconcile may: jobs that only read or only create. */
package dev.replatform.work;
