/** Images: all data of a model as one file, which its code reads in place; docs/updates.md has the layout. */
package dev.thimble.backendc.image;
