/*
 * The memory protection unit of the core, as far as regions go that nothing may access: all others are as if it were off.
 * Reference: Armv6-M Architecture Reference Manual (Arm DDI 0419), B3.5.
 */
const TYPE = 0xd90;
const CONTROL = 0xd94;
const NUMBER = 0xd98;
const BASE = 0xd9c;
const SIZE = 0xda0;

const REGIONS = 8;
const VALID = 0x10;
const ENABLED = 1;

export class ProtectionUnit {
    #control = 0;
    #number = 0;
    #base = new Array(REGIONS).fill(0);
    #size = new Array(REGIONS).fill(0);
    #forbidden = [];

    /* Takes its registers' place among those of the core. */
    watch(registers) {
        const read = registers.readUint32.bind(registers);
        const write = registers.writeUint32.bind(registers);
        registers.readUint32 = offset => (isOwn(offset) ? this.#read(offset) : read(offset));
        registers.writeUint32 = (offset, value) => (isOwn(offset) ? this.#write(offset, value >>> 0) : write(offset, value));
    }

    forbids(address) {
        for (const [begin, end] of this.#forbidden) {
            if (address >= begin && address < end) {
                return true;
            }
        }
        return false;
    }

    #read(offset) {
        switch (offset) {
            case TYPE:
                return REGIONS << 8;
            case CONTROL:
                return this.#control;
            case NUMBER:
                return this.#number;
            case BASE:
                return this.#base[this.#number] | this.#number;
            default:
                return this.#size[this.#number];
        }
    }

    #write(offset, value) {
        if (offset === CONTROL) {
            this.#control = value;
        } else if (offset === NUMBER) {
            this.#number = value % REGIONS;
        } else if (offset === BASE) {
            this.#number = value & VALID ? value % REGIONS : this.#number;
            this.#base[this.#number] = (value & ~0xff) >>> 0;
        } else if (offset === SIZE) {
            this.#size[this.#number] = value;
        }
        this.#forbidden = this.#control & ENABLED ? this.#regions() : [];
    }

    /* Enabled ones without access: the permissions are 0. */
    #regions() {
        return this.#size
            .map((size, at) => [this.#base[at], this.#base[at] + 2 ** (((size >> 1) & 0x1f) + 1), size])
            .filter(([, , size]) => size & ENABLED && ((size >> 24) & 7) === 0)
            .map(([begin, end]) => [begin, end]);
    }
}

function isOwn(offset) {
    return offset >= TYPE && offset <= SIZE;
}
