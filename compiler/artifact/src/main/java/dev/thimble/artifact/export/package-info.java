/** Packages rearranged for systems that want their files elsewhere. */
package dev.thimble.artifact.export;
