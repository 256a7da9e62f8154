/** Tensors by name, whatever file they lie in, and what becomes of their bytes. */
package dev.thimble.frontend.weights;
