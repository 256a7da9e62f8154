/** Whether a model fits a board and a budget, how it is run there, and what would help where it does not. */
package dev.thimble.pipeline.fit;
