/** What executors of the float graph have in common. */
package dev.thimble.core.exec;
