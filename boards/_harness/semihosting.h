/*
 * Semihosting of Arm and RISC-V cores, as far as the firmware needs it: files of the host that runs an emulator or
 * drives a debug probe, and ending the emulator with a status. Without a debugger or an emulator that knows
 * semihosting the breakpoint instruction stops the core.
 * References: Arm, "Semihosting for AArch32 and AArch64", operations 0x01 (SYS_OPEN), 0x05 (SYS_WRITE), 0x06
 * (SYS_READ) and 0x20 (SYS_EXIT_EXTENDED); RISC-V International, "RISC-V Semihosting", which has the same ones.
 */
#ifndef THIMBLE_SEMIHOSTING_H
#define THIMBLE_SEMIHOSTING_H

#include <stdint.h>

#define THIMBLE_SYS_OPEN 0x01u
#define THIMBLE_SYS_WRITE 0x05u
#define THIMBLE_SYS_READ 0x06u
#define THIMBLE_SYS_EXIT_EXTENDED 0x20u
#define THIMBLE_STOPPED_APPLICATION_EXIT 0x20026u
#define THIMBLE_OPEN_READ 1u  /* "rb" */
#define THIMBLE_OPEN_WRITE 5u /* "wb" */

/* One operation on a block of arguments; returns what it answers. */
static inline uint32_t thimble_semihosting_call(uint32_t number, volatile uint32_t *block)
{
#if defined(__riscv)
    /* Three instructions that nothing else has in a row, none of them compressed, all of them in one page. */
    register uint32_t operation __asm__("a0") = number;
    register volatile uint32_t *argument __asm__("a1") = block;
    __asm__ volatile(".option push\n .option norvc\n .balign 16\n"
                     " slli zero, zero, 0x1f\n ebreak\n srai zero, zero, 7\n .option pop"
                     : "+r"(operation)
                     : "r"(argument)
                     : "memory");
#else
    register uint32_t operation __asm__("r0") = number;
    register volatile uint32_t *argument __asm__("r1") = block;
    __asm__ volatile("bkpt 0xab" : "+r"(operation) : "r"(argument) : "memory");
#endif
    return operation;
}

/* Opens a file of the host to read or to write it; `length` is that of the path. Returns its handle, or -1. */
static inline int thimble_semihosting_begin(const char *path, uint32_t length, uint32_t mode)
{
    volatile uint32_t block[3];
    block[0] = (uint32_t)(uintptr_t)path;
    block[1] = mode;
    block[2] = length;
    return (int)thimble_semihosting_call(THIMBLE_SYS_OPEN, block);
}

/* Waits for input, and reads at most `room` bytes of it. Returns how many; 0 at the end. */
static inline uint32_t thimble_semihosting_read(int handle, uint8_t *bytes, uint32_t room)
{
    volatile uint32_t block[3];
    uint32_t unread;
    block[0] = (uint32_t)handle;
    block[1] = (uint32_t)(uintptr_t)bytes;
    block[2] = room;
    unread = thimble_semihosting_call(THIMBLE_SYS_READ, block);
    return unread <= room ? room - unread : 0;
}

/* Writes bytes. */
static inline void thimble_semihosting_write(int handle, const char *bytes, uint32_t length)
{
    volatile uint32_t block[3];
    block[0] = (uint32_t)handle;
    block[1] = (uint32_t)(uintptr_t)bytes;
    block[2] = length;
    (void)thimble_semihosting_call(THIMBLE_SYS_WRITE, block);
}

/* Ends the emulator with this exit status. */
static inline void thimble_semihosting_exit(int status)
{
    volatile uint32_t block[2];
    block[0] = THIMBLE_STOPPED_APPLICATION_EXIT;
    block[1] = (uint32_t)status;
    (void)thimble_semihosting_call(THIMBLE_SYS_EXIT_EXTENDED, block);
}

#endif
