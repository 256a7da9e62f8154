/** {@code thimble fit}: what fits, and what is given up for it. */
package dev.thimble.cli.fit;
