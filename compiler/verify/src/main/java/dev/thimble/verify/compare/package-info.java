/** The bit-exact comparison of a device with the integer reference; what a package's verifier program calls. */
package dev.thimble.verify.compare;
