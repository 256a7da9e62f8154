/** What devices make of a model that they train: its parameters, and the images that follow from them. */
package dev.thimble.pipeline.trained;
