/** Where records come from: folders and files, each read by one reader from front to end. */
package dev.thimble.flink.input;
