/** Random models through the whole compiler: the compiled C against the integer reference. */
package dev.thimble.backendc.random;
