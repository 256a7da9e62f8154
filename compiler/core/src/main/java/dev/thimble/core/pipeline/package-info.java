/** Every pass by its name, in the order in which they run. */
package dev.thimble.core.pipeline;
