/** How the updates of a round become one change of the parameters: the same bits in whatever order they come. */
package dev.thimble.fleet.strategy;
