/*
 * The RP2040 as rp2040js has it, and what that lacks of a chip that a firmware may rely on: the start from the flash,
 * faults, and memory that nothing may touch. Reference: Raspberry Pi, "RP2040 Datasheet", 2.8.1 (the ROM) and 2.22.2
 * (the testbench manager); Armv6-M Architecture Reference Manual (Arm DDI 0419), B1.5 and B3.5.
 */
import { createRequire } from 'node:module';
import { Console } from './console.mjs';
import { FLASH } from './image.mjs';
import { ProtectionUnit } from './protection.mjs';

const { RP2040 } = createRequire(new URL('../../.thimble/node/_rp2040js/', import.meta.url))('rp2040js');

const ROM_END = 0x4000;
const FLASH_END = 0x14000000;
const BOOT_BYTES = 256;
const BOOT_RAM = 0x20041f00;
const HARD_FAULT = 3;
const NANOSECONDS = 1e9;
const FAILED = 70;

const UART_FLAGS = 0x18;
const SEMIHOSTING = 0xab;
const SYS_EXIT_EXTENDED = 0x20;

const TESTBENCH = 0x4006c;
const PLATFORM = 0;
const EXECUTED_LOW = 0x10;
const EXECUTED_HIGH = 0x14;

export class Chip {
    #chip = new RP2040();
    #console = new Console();
    #protection = new ProtectionUnit();
    #counter;
    #executed = 0;
    #fault;
    #isEntering = false;
    #polls = 0;

    /* What counts executions may be undefined. */
    constructor(counter) {
        this.#counter = counter;
        const warn = (name, message) => this.#warned(name, message);
        this.#chip.logger = { debug() {}, info() {}, warn, error: warn };
        this.#chip.onBreak = code => this.#semihosting(code);
        this.#chip.peripherals[TESTBENCH] = this.#testbench();
        this.#watchMemory();
        this.#watchConsole();
        this.#protection.watch(this.#chip.ppb);
    }

    /* What the ROM does where the flash has a program: the second stage is checked, copied to RAM and called there. */
    start(image) {
        const chip = this.#chip;
        chip.flash.set(image);
        const boot = image.subarray(0, BOOT_BYTES);
        if (checksum(boot.subarray(0, BOOT_BYTES - 4)) !== new DataView(boot.buffer).getUint32(BOOT_BYTES - 4, true)) {
            this.#stop('the checksum of the second stage is wrong: the ROM starts nothing');
        }
        boot.forEach((byte, at) => chip.writeUint8(BOOT_RAM + at, byte));
        chip.core.SP = BOOT_RAM;
        chip.core.LR = 0;
        chip.core.PC = BOOT_RAM;
    }

    /* One instruction. */
    step() {
        const { core, clock } = this.#chip;
        if (this.#counter !== undefined) {
            this.#counter.executes(core.PC, isWide(this.#chip.flash16, core.PC) ? 4 : 2);
        }
        const cycles = core.executeInstruction();
        this.#executed++;
        clock.tick((cycles * NANOSECONDS) / this.#chip.clkSys);
        if (this.#fault !== undefined) {
            this.#enterFault();
        }
        if (core.waiting) {
            clock.tick(Math.max(clock.nanosToNextAlarm, 1));
        }
    }

    /* A fault whose handler cannot be entered, or comes of the handler, locks the core up. */
    #enterFault() {
        const { core } = this.#chip;
        const fault = this.#fault;
        this.#fault = undefined;
        if (core.IPSR === HARD_FAULT) {
            this.#stop(`the core is locked up: ${fault}`);
        }
        this.#isEntering = true;
        core.exceptionEntry(HARD_FAULT);
        core.PC &= ~1;
        this.#isEntering = false;
        if (this.#fault !== undefined) {
            this.#stop(`the core is locked up: ${fault}, and then ${this.#fault}`);
        }
    }

    #stop(message) {
        this.#console.flush();
        process.stderr.write(`rp2040js: ${message}\n`);
        process.exit(FAILED);
    }

    /* Of the core and the memories a warning is a fault of the firmware; of a device, that the emulator does not have it. */
    #warned(name, message) {
        if (name === 'RP2040' || name === 'CortexM0Core') {
            this.#fault ??= message;
        } else {
            this.#stop(`${name}: ${message}`);
        }
    }

    #semihosting(code) {
        const { core } = this.#chip;
        if (code !== SEMIHOSTING || core.registers[0] !== SYS_EXIT_EXTENDED) {
            this.#fault ??= `a breakpoint at 0x${(core.PC - 2).toString(16)}`;
            return;
        }
        this.#console.flush();
        process.exit(this.#chip.readUint32(core.registers[1] + 4) & 0xff);
    }

    /* Where no bit of PLATFORM says what it is, it is neither a chip nor an FPGA. There it tells what has been executed. */
    #testbench() {
        let latched = 0;
        const read = offset => {
            switch (offset) {
                case PLATFORM:
                    return 0;
                case EXECUTED_LOW:
                    latched = this.#executed;
                    return latched % 2 ** 32;
                case EXECUTED_HIGH:
                    return Math.floor(latched / 2 ** 32);
                default:
                    return 0;
            }
        };
        return { readUint32: read, writeUint32Atomic() {} };
    }

    /* Every access of the core is of an address that is a multiple of its size, and to memory that may be accessed so. */
    #watchMemory() {
        const chip = this.#chip;
        for (const bytes of [1, 2, 4]) {
            const name = `Uint${8 * bytes}`;
            const plainRead = chip[`read${name}`].bind(chip);
            const plainWrite = chip[`write${name}`].bind(chip);
            chip[`read${name}`] = given => {
                const address = given >>> 0;
                if (!this.#allows(address, bytes)) {
                    return 0;
                }
                this.#counts(address, bytes);
                return plainRead(address);
            };
            chip[`write${name}`] = (given, value) => {
                const address = given >>> 0;
                if (address < ROM_END || (address >= FLASH && address < FLASH_END)) {
                    this.#fault ??= `a write to 0x${address.toString(16)}`;
                } else if (this.#allows(address, bytes)) {
                    plainWrite(address, value);
                }
            };
        }
    }

    #allows(address, bytes) {
        if ((address & (bytes - 1)) !== 0) {
            this.#fault ??= `0x${address.toString(16)} is no address of ${bytes} bytes`;
            return false;
        }
        if (this.#protection.forbids(address)) {
            this.#fault ??= `nothing may touch 0x${address.toString(16)}`;
            return false;
        }
        return true;
    }

    /* What is read is either the instruction itself or what it loads. */
    #counts(address, bytes) {
        const behind = address - this.#chip.core.PC;
        if (this.#counter !== undefined && !this.#isEntering && (bytes !== 2 || (behind !== 0 && behind !== 2))) {
            this.#counter.loads(address);
        }
    }

    /*
     * A firmware that reads the flags twice, and meanwhile neither reads nor writes a byte, waits for input: the process
     * sleeps until there is some, or ends with it.
     */
    #watchConsole() {
        const uart = this.#chip.uart[0];
        const read = uart.readUint32.bind(uart);
        uart.readUint32 = offset => {
            this.#polls = offset === UART_FLAGS ? this.#polls + 1 : 0;
            if (uart.rxFIFO.empty && (this.#console.hasMore() || this.#polls > 1)) {
                this.#feed(uart);
            }
            return read(offset);
        };
        uart.onByte = byte => {
            this.#polls = 0;
            this.#console.write(byte);
        };
    }

    #feed(uart) {
        const byte = this.#console.read();
        if (byte < 0) {
            process.exit(0);
        }
        uart.feedByte(byte);
    }
}

function isWide(flash, address) {
    const halfword = flash[(address - FLASH) >> 1];
    return halfword >> 12 === 0xf || halfword >> 11 === 0x1d;
}

/* CRC-32 with the polynomial 0x04C11DB7, begun at all ones, nothing mirrored and nothing inverted. */
function checksum(bytes) {
    let sum = 0xffffffff;
    for (const byte of bytes) {
        sum ^= byte << 24;
        for (let bit = 0; bit < 8; bit++) {
            sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
        }
    }
    return sum >>> 0;
}
