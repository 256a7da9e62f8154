/*
 * Runs a firmware for the RP2040 in rp2040js:
 *
 *     node run.mjs FIRMWARE.elf [out=FILE,mark=ADDRESS,...,constants=FIRST-END,line=BYTES]
 *
 * The UART is joined to standard input and output. The exit status is what the firmware ends with by semihosting, 0 where
 * its input ends first, 70 where the chip locks up or the emulator lacks something. What the second argument says is
 * counted as boards/_counting/executions.c counts it.
 */
import { Chip } from './chip.mjs';
import { ExecutionCounter } from './executions.mjs';
import { flashImage } from './image.mjs';

const [firmware, counting] = process.argv.slice(2);
if (firmware === undefined) {
    process.stderr.write('usage: node run.mjs FIRMWARE.elf [out=FILE,mark=ADDRESS,...]\n');
    process.exit(2);
}
const chip = new Chip(counting === undefined ? undefined : new ExecutionCounter(counting));
chip.start(flashImage(firmware));
for (;;) {
    chip.step();
}
