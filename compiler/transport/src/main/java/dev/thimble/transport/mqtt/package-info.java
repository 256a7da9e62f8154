/** Messages by MQTT 5, under TLS, with a name and a password for each device. */
package dev.thimble.transport.mqtt;
