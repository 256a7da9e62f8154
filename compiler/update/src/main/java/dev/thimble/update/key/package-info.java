/** Keys that sign updates: HSS/LMS (RFC 8554), whose private keys change with each signature. */
package dev.thimble.update.key;
