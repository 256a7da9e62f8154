/** What carries tasks to the devices of a fleet, their records to the server, and receipts back. */
package dev.thimble.transport;
