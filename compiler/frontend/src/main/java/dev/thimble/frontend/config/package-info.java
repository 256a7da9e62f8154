/** Reads config.json; refuses by name what would change the result and is not handled. */
package dev.thimble.frontend.config;
