/** Which precision a model gets, and what each step of its quantisation is worth: by measurement. */
package dev.thimble.pipeline.precision;
