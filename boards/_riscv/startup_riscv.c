/*
 * Start of every board with a 32-bit RISC-V core that begins in machine mode: initialised data, painted stack, and
 * traps that say so. The symbols come from sections.ld.
 *
 * Reference: RISC-V International, "The RISC-V Instruction Set Manual, Volume II: Privileged Architecture" 1.12: 3.1.7
 * (mtvec) and 3.7 (physical memory protection).
 */
#include "csr.h"
#include "start.h"

#define GUARD_BYTES 1024u

/* Locked (0x80), which is for machine mode, too; a power of two (0x18); neither to be read nor written nor executed. */
#define GUARD_LOCKED 0x98u

void thimble_reset(void);
void thimble_fault(void);

/* Where the two above go on. Assembly names them, so they are global: the linker may rename what is static. */
void thimble_reset_go_on(void);
void thimble_fault_go_on(void);

/* The 1,024 bytes under the stack become untouchable. */
static void guard_stack(void)
{
    WRITE_CSR("pmpaddr0", CSR_REGION((uintptr_t)thimble_stack_guard, GUARD_BYTES));
    WRITE_CSR("pmpcfg0", GUARD_LOCKED);
}

__attribute__((used)) void thimble_reset_go_on(void)
{
    WRITE_CSR("mtvec", (uintptr_t)thimble_fault);
    start_variables();
    guard_stack();
    start_program();
}

/* Where the core starts, the first thing in the memory of the code. */
__attribute__((naked, section(".vectors"), used)) void thimble_reset(void)
{
    __asm__("la sp, thimble_stack_top\n j thimble_reset_go_on");
}

__attribute__((used)) void thimble_fault_go_on(void)
{
    tell_fault();
}

/* Any trap. It may come of a stack overflow, so the stack starts anew: nobody returns from here. */
__attribute__((naked, aligned(4))) void thimble_fault(void)
{
    __asm__("la sp, thimble_stack_top\n j thimble_fault_go_on");
}
