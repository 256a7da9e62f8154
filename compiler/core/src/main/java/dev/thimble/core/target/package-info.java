/** The instruction sets that kernels are written for, and what their kernels need besides operands. */
package dev.thimble.core.target;
