/** The boards this checkout knows: one folder each below {@code boards/}. */
package dev.thimble.device.board;
