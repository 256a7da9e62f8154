/** Images of models: what their headers say, and the parts in which two of them differ. */
package dev.thimble.update.image;
