/**
 * The application that is moved: a process of its own that reads its settings as the real one would (SSM, else the box's old
 * file), and keeps a ledger of what it was told had committed. It is the witness of the switch.
 */
package dev.replatform.demo.app;
