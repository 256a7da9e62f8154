/** Weights that are split over several files, with an index that says which tensor is where. */
package dev.thimble.frontend.shards;
