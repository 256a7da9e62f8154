/** What a device does with what it learned, until a record leaves it: the integers that the C is held to. */
package dev.thimble.fleet.client;
