/** Channels and heads that go although results depend on them: those that change the logits least. */
package dev.thimble.core.prune;
