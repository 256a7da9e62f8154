/** Reads safetensors files without believing them. */
package dev.thimble.frontend.safetensors;
