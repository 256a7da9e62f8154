/** Rewritings of the float graph that keep its function. */
package dev.thimble.core.pass;
