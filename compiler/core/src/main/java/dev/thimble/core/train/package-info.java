/** Training of the last steps of a model in integers: what the device's trainer is held to. docs/numerics.md, section 11. */
package dev.thimble.core.train;
