/** The float reference: runs the float graph on ND4J. */
package dev.thimble.reference;
