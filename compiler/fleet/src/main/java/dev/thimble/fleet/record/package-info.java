/** What a round asks of devices, what they answer byte by byte, and why an answer is refused. */
package dev.thimble.fleet.record;
