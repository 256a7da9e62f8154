/** Models without the entries of their vocabulary that are not used, and what that costs. */
package dev.thimble.pipeline.vocabulary;
