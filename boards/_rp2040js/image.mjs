/* What a firmware puts into the flash, from its ELF. */
import { readFileSync } from 'node:fs';

export const FLASH = 0x10000000;

const FLASH_BYTES = 2 * 1024 * 1024;
const LOADED = 1;
const ARM = 40;

/* The bytes of the flash; those that no segment has are what an erased flash holds. */
export function flashImage(file) {
    const elf = readFileSync(file);
    const view = new DataView(elf.buffer, elf.byteOffset, elf.length);
    if (view.getUint32(0) !== 0x7f454c46 || elf[4] !== 1 || elf[5] !== 1 || view.getUint16(18, true) !== ARM) {
        throw new Error(`${file} is no ELF of a 32-bit Arm`);
    }
    const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
    const begin = view.getUint32(28, true);
    const size = view.getUint16(42, true);
    for (let at = 0; at < view.getUint16(44, true); at++) {
        load(flash, elf, new DataView(elf.buffer, elf.byteOffset + begin + at * size, size), file);
    }
    return flash;
}

/* A segment lies where it is loaded, not where it is used: variables are copied from the flash by the firmware itself. */
function load(flash, elf, segment, file) {
    const [type, offset, , physical, bytes] = [0, 4, 8, 12, 16].map(field => segment.getUint32(field, true));
    if (type !== LOADED || bytes === 0) {
        return;
    }
    if (physical < FLASH || physical + bytes > FLASH + FLASH_BYTES) {
        throw new Error(`${file} has bytes at 0x${physical.toString(16)}, which is not in the flash`);
    }
    flash.set(elf.subarray(offset, offset + bytes), physical - FLASH);
}
