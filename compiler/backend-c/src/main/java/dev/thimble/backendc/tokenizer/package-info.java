/** Turns a tokenizer's specification into the constant tables of the C tokenizer ({@code thimble/tokenizer.h}). */
package dev.thimble.backendc.tokenizer;
