/** What every architecture needs: tensors by name and shape, and a graph being built. */
package dev.thimble.frontend.architecture;
