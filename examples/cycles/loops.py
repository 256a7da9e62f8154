#!/usr/bin/env python3
"""What LLVM's models of Cortex-M7 and M55 say of the inner loops of the kernels: a Markdown table.

    python3 loops.py [--llvm SUFFIX] [--board NAME ...] [--root DIR] [--show]

Compiles the kernels of each board with arm-none-eabi-gcc -O2 and the flags of its board.yml, disassembles the objects
with llvm-objdump, takes every loop of at least 16 multiply-accumulates that has no other loop inside, and runs llvm-mca
on a hundred repetitions of it. Loops that call or have IT blocks are left out, for the models lack such instructions.
SUFFIX is that of the programs' names: -19 for llvm-mca-19, the default. LLVM 14 has no model of Cortex-M55 and refuses
its vector instructions, and no version has one of Cortex-M33: that gets Cortex-M4's. --show prints the loops.

No figure here is one of a chip, or of the tables that `thimble bench --cycles` counts by.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass

REPETITIONS = 100
BOARDS = ["mps2-an500", "mps3-an547"]
SOURCES = ["linear.c", "linear_paired.c", "attention.c", "convolution.c"]
LEAST_PRODUCTS = 16
# Multiply-accumulates of an instruction, by how its name begins; the longer beginnings first.
PRODUCTS = [("vmlav", 16), ("vmlava", 16), ("vmladav", 16), ("smlad", 2), ("smuad", 2), ("smla", 1), ("mla", 1)]
INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(\S.*)$")
FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
TARGET = re.compile(r"(?:0x|#)?-?[0-9a-f]+ <[^>+]+(?:\+0x([0-9a-f]+))?>")


@dataclass(frozen=True)
class Instruction:
    """An instruction of a function, and where it branches to, if it does: both counted from the function's start."""

    offset: int
    text: str
    target: int | None

    @property
    def name(self):
        return self.text.split()[0]

    @property
    def products(self):
        return next((count for begin, count in PRODUCTS if self.name.startswith(begin)), 0)


def key(board, name):
    found = re.search(rf"^{name}:\s*(.+)$", board, re.MULTILINE)
    if found is None:
        raise SystemExit(f"loops: a board.yml has no {name}")
    return found.group(1).strip().strip("[]")


def run(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"loops: {' '.join(map(str, command[:3]))}: {done.stderr.strip()}")
    return done.stdout


def compiled(root, board, folder):
    """The objects of a board's own kernels."""
    kernels = root / "runtime-c/src/kernels"
    includes = [f"-I{root / part}" for part in ("runtime-c/include", "runtime-c/src/blocks")]
    includes.append(f"-I{kernels / 'portable'}")
    flags = ["-mthumb", "-std=c99", "-O2", *key(board, "compiler_flags").split(", ")]
    sources = [kernels / key(board, "kernels") / name for name in SOURCES]
    for source in [source for source in sources if source.exists()]:
        compiled_object = folder / f"{source.stem}.o"
        run("arm-none-eabi-gcc", *flags, *includes, "-c", source, "-o", compiled_object)
        yield compiled_object


def parsed(start, address, text):
    """Comments and hints of the disassembler left out."""
    plain = re.split(r"\s+@|\s+;", text.replace("\t", " "))[0].strip()
    found = TARGET.search(plain)
    target = int(found.group(1) or "0", 16) if found and re.match(r"(b|le|cb)", plain) else None
    return Instruction(address - start, plain, target)


def functions(listing):
    """The instructions of each function."""
    name, start, body = None, None, []
    for line in listing.splitlines():
        begins, instruction = FUNCTION.match(line), INSTRUCTION.match(line)
        if begins:
            if body:
                yield name, body
            name, start, body = begins.group(1), None, []
        elif instruction and name is not None:
            address = int(instruction.group(1), 16)
            start = address if start is None else start
            body.append(parsed(start, address, instruction.group(2)))
    if body:
        yield name, body


def loops(body):
    """The loops that have none inside and multiply, each with the instruction that branches back."""
    found = []
    for at, last in enumerate(body):
        first = next((i for i, other in enumerate(body[: at + 1]) if other.offset == last.target), None)
        if first is not None and last.name not in ("bl", "blx"):
            found.append((first, at))
    inner = [(a, b) for a, b in found if not any((c, d) != (a, b) and a <= c and d <= b for c, d in found)]
    for first, last in inner:
        loop = body[first : last + 1]
        is_plain = not any(re.match(r"(blx?|it[te]*)$", instruction.name) for instruction in loop)
        if is_plain and sum(instruction.products for instruction in loop) >= LEAST_PRODUCTS:
            yield loop


def assembly(loop):
    """The loop for llvm-mca. Where branches lead does not matter to it, but has to be within their reach."""
    lines = ["1:"]
    for instruction in loop:
        label = "1b" if instruction.name.startswith("le") else "2f"
        lines.append(TARGET.sub(label, instruction.text) if instruction.target is not None else instruction.text)
    return "\n".join([*lines, "2:", ""])


def cycles(mca, cpu, text):
    triple = "thumbv8.1m.main-none-eabi" if cpu == "cortex-m55" else "thumbv7em-none-eabi"
    report = run(mca, f"--mtriple={triple}", f"-mcpu={cpu}", f"-iterations={REPETITIONS}", text=text)
    return int(re.search(r"Total Cycles:\s+(\d+)", report).group(1)) / REPETITIONS


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--llvm", default="-19", metavar="SUFFIX")
    parser.add_argument("--board", action="append", metavar="NAME")
    parser.add_argument("--root", default=pathlib.Path(__file__).resolve().parents[2], type=pathlib.Path)
    parser.add_argument("--show", action="store_true")
    return parser.parse_args()


def row(asked, cpu, function, loop):
    took = cycles(f"llvm-mca{asked.llvm}", cpu.lower(), assembly(loop))
    products = sum(instruction.products for instruction in loop)
    return [cpu, f"`{function.split('.')[0]}`", len(loop), products, round(took), f"{took / products:.3f}"]


def rows(asked, name):
    """A row for each loop of a board; those that say the same, of code that is there twice, once."""
    board = (asked.root / "boards" / name / "board.yml").read_text(encoding="utf-8")
    cpu = key(board, "cpu")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for compiled_object in compiled(asked.root, board, pathlib.Path(folder)):
            disassembler = [f"llvm-objdump{asked.llvm}", "-d", "--no-show-raw-insn", f"--mcpu={cpu.lower()}"]
            for function, body in functions(run(*disassembler, compiled_object)):
                for loop in loops(body):
                    found.append(row(asked, cpu, function, loop))
                    if asked.show:
                        print(assembly(loop), file=sys.stderr)
    return [one for at, one in enumerate(found) if one not in found[:at]]


def main():
    asked = arguments()
    print("| core | loop in | instructions | multiply-accumulates | cycles | for each |")
    print("|---|---|---|---|---|---|")
    for name in asked.board or BOARDS:
        for one in rows(asked, name):
            print("|", " | ".join(map(str, one)), "|")


if __name__ == "__main__":
    main()
