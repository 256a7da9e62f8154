/** What is known of a package, as immutable values: what its compilation decided, and what was measured since. */
package dev.thimble.artifact.manifest;
