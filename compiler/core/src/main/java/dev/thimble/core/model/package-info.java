/** A model as read: what it computes, how its text becomes ids, what its logits mean. */
package dev.thimble.core.model;
