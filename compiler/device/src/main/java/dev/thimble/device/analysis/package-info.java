/** What is known of a firmware before it runs: sizes, worst-case stack, and what its objects may not hold. */
package dev.thimble.device.analysis;
