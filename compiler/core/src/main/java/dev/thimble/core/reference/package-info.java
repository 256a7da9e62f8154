/** The integer reference executor: docs/numerics.md as code, whole values at a time, no scheduling. */
package dev.thimble.core.reference;
