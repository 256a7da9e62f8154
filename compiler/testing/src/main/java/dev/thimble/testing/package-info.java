/** What the tests of several modules share: random graphs and folders, definitions to compare with, expected texts. */
package dev.thimble.testing;
