/** Channel equalisation: scales moved between operators so that no channel wastes the range of the others. */
package dev.thimble.core.equalize;
