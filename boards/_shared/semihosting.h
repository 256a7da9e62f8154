/*
 * Arm semihosting, as far as the firmware needs it: ending the emulator with a status. Without a debugger or an
 * emulator that knows semihosting the breakpoint instruction stops the core, which is also an end.
 * Reference: Arm, "Semihosting for AArch32 and AArch64", operation 0x20 (SYS_EXIT_EXTENDED).
 */
#ifndef THIMBLE_SEMIHOSTING_H
#define THIMBLE_SEMIHOSTING_H

#include <stdint.h>

#define THIMBLE_SYS_EXIT_EXTENDED 0x20u
#define THIMBLE_STOPPED_APPLICATION_EXIT 0x20026u

/* Ends the emulator with this exit status. */
static inline void thimble_semihosting_exit(int status) {
    volatile uint32_t block[2];
    register uint32_t operation __asm__("r0") = THIMBLE_SYS_EXIT_EXTENDED;
    register volatile uint32_t *argument __asm__("r1") = block;
    block[0] = THIMBLE_STOPPED_APPLICATION_EXIT;
    block[1] = (uint32_t)status;
    __asm__ volatile("bkpt 0xab" : "+r"(operation) : "r"(argument) : "memory");
}

#endif
