/** The integer graph and the fixed-point primitives it is defined by; docs/numerics.md is its contract. */
package dev.thimble.core.integer;
