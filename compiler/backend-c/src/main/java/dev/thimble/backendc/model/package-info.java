/** A typed model of the generated C: what templates read, with everything already computed. */
package dev.thimble.backendc.model;
