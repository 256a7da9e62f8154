/** The forms of a package: what lies beside the C, and where the C lies. */
package dev.thimble.backendc.output;
