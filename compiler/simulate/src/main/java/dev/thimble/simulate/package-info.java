/** Fleets on one machine: what rounds come to when devices have different data, fail, or mean harm. */
package dev.thimble.simulate;
