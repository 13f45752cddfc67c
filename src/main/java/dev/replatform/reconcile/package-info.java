/** The four verbs, observe, plan, act, report, and what carries them. */
package dev.replatform.reconcile;
