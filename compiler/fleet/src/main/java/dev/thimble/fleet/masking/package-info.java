/**
 * Secure aggregation with drop-outs (Bonawitz et al. 2017, section 4), against a server that follows the protocol and looks
 * at all that it gets: what devices and server tell each other, before and after a masked record, so that the masks of those
 * who stayed away are gone from the sum of the others. docs/fleet.md has every byte.
 */
package dev.thimble.fleet.masking;
