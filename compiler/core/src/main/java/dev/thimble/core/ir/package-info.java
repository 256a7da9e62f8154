/** The float graph: immutable records, one per operator. */
package dev.thimble.core.ir;
