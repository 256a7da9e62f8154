/** Which loops over the rows compute the integer graph, and which values are ever stored whole. */
package dev.thimble.core.schedule;
