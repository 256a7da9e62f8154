/** Calibration and quantisation: scales by error, integer constants by docs/numerics.md, a bound for every sum. */
package dev.thimble.core.quant;
