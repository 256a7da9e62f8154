/*
 * Control and status registers of a RISC-V core. The compiler is not told of the extension that they are, for no
 * library is built with it: the assembler is, where they are named.
 * Reference: RISC-V International, "The RISC-V Instruction Set Manual, Volume II: Privileged Architecture" 1.12.
 */
#ifndef THIMBLE_CSR_H
#define THIMBLE_CSR_H

#define WRITE_CSR(name, value) \
    __asm__ volatile(".option push\n .option arch, +zicsr\n csrw " name ", %0\n .option pop" : : "r"(value) : "memory")

#define READ_CSR(name, value) \
    __asm__ volatile(".option push\n .option arch, +zicsr\n csrr %0, " name "\n .option pop" : "=r"(value) : : "memory")

/*
 * What pmpaddr holds of a region: its address in words, which ends in n ones where the region has 2^(n + 3) bytes. It
 * begins at a multiple of them.
 */
#define CSR_REGION(address, bytes) (((address) >> 2) | ((bytes) / 8u - 1u))

#endif
