/** EmbBERT: narrow embeddings, then layers of attention minus a convolution. */
package dev.thimble.frontend.embbert;
