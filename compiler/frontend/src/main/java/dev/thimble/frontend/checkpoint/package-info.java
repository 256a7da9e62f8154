/** The two forms of file that {@code torch.save} writes, read as far as they are state dicts of tensors. */
package dev.thimble.frontend.checkpoint;
