/** The diagnostics catalogue: one enum per area, each entry a full sentence with a hint. */
package dev.thimble.core.diag;
