/* Standard input and output as what is at the other end of a UART. */
import { readSync, writeSync } from 'node:fs';

const LINE_FEED = 10;
const NAP_MS = 5;

export class Console {
    #input = Buffer.alloc(4096);
    #at = 0;
    #end = 0;
    #line = [];

    /* The next byte, waiting for it; -1 at the end of the input. */
    read() {
        if (this.#at === this.#end) {
            this.flush();
            this.#at = 0;
            this.#end = waiting(() => readSync(0, this.#input), ['EOF']) ?? 0;
        }
        return this.#end === 0 ? -1 : this.#input[this.#at++];
    }

    /* Whether a byte is here already. */
    hasMore() {
        return this.#at < this.#end;
    }

    write(byte) {
        this.#line.push(byte);
        if (byte === LINE_FEED) {
            this.flush();
        }
    }

    flush() {
        const bytes = Buffer.from(this.#line);
        this.#line = [];
        for (let at = 0; at < bytes.length; ) {
            at += waiting(() => writeSync(1, bytes, at), ['EPIPE']) ?? process.exit(0);
        }
    }
}

/* What a call answers, called again where a terminal or a pipe is not ready; undefined where it is at its end. */
function waiting(call, ends) {
    for (;;) {
        try {
            return call();
        } catch (error) {
            if (ends.includes(error.code)) {
                return undefined;
            }
            if (error.code !== 'EAGAIN') {
                throw error;
            }
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, NAP_MS);
        }
    }
}
