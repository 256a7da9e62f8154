/*
 * Counts, address by address, what a firmware executes, and writes it as boards/_counting/executions.c does, which says
 * what each number means.
 */
import { openSync, writeSync } from 'node:fs';

export class ExecutionCounter {
    #out;
    #marks = new Set();
    #first = 0;
    #end = 0;
    #line = 4;
    #known = new Map();
    #running = []; /* those that ran in the section */
    #now; /* the one that runs */
    #behind = -1; /* the address behind it */
    #lastLine = -1;
    #isMarked = false;

    constructor(words) {
        for (const word of words.replaceAll(',,', '\0').split(',')) {
            this.#take(word.replaceAll('\0', ','));
        }
        if (this.#out === undefined) {
            throw new Error('out=FILE is missing');
        }
    }

    #take(word) {
        const [, name, value] = /^(out|mark|constants|line)=(.+)$/s.exec(word) ?? [];
        switch (name) {
            case 'out':
                this.#out = openSync(value, 'w');
                break;
            case 'mark':
                this.#marks.add(Number(value));
                break;
            case 'constants':
                [this.#first, this.#end] = value.split('-').map(Number);
                break;
            case 'line':
                this.#line = Number(value);
                break;
            default:
                throw new Error(`cannot use ${word}`);
        }
    }

    /* An instruction is about to run. */
    executes(address, bytes) {
        const isEntered = this.#behind !== address;
        if (isEntered && this.#now !== undefined) {
            this.#now.left++;
        }
        if (this.#marks.has(address)) {
            this.#begin(address);
        }
        const now = this.#instruction(address);
        if (now.executed++ === 0) {
            this.#running.push(now);
        }
        now.entered += isEntered ? 1 : 0;
        this.#now = now;
        this.#behind = address + bytes;
    }

    /* It loads from an address. */
    loads(address) {
        if (address >= this.#first && address < this.#end) {
            const line = Math.floor(address / this.#line);
            this.#now.constants++;
            this.#now.lines += line === this.#lastLine ? 0 : 1;
            this.#lastLine = line;
        }
    }

    #instruction(address) {
        let found = this.#known.get(address);
        if (found === undefined) {
            found = { address, executed: 0, entered: 0, left: 0, constants: 0, lines: 0 };
            this.#known.set(address, found);
        }
        return found;
    }

    /* Ends the section that runs and begins one at a mark. */
    #begin(mark) {
        let text = '';
        for (const one of this.#running) {
            if (this.#isMarked) {
                const counts = [one.executed, one.entered, one.left, 0, one.constants, one.lines];
                text += `${one.address.toString(16)} ${counts.join(' ')}\n`;
            }
            Object.assign(one, { executed: 0, entered: 0, left: 0, constants: 0, lines: 0 });
        }
        writeSync(this.#out, `${text}section ${mark.toString(16)}\n`);
        this.#running = [];
        this.#isMarked = true;
        this.#lastLine = -1;
    }
}
