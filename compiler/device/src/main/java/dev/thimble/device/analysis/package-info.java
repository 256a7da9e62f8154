/** What is known of a firmware before it runs: the sizes of its sections, and what its objects may not hold. */
package dev.thimble.device.analysis;
