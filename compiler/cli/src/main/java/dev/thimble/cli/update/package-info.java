/** {@code thimble update}: keys, packages and what devices would answer to them. */
package dev.thimble.cli.update;
