/** Pickles of plain values, read without executing anything: what a pickle may name and call is asked of others. */
package dev.thimble.frontend.pickle;
