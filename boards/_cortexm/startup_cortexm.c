/*
 * Start of every Cortex-M board: vector table, initialised data, painted stack, and faults that say so.
 * The symbols come from sections.ld.
 */
#include "start.h"

void thimble_reset(void);
void thimble_fault(void);

/* Where the two above go on. Assembly names them, so they are global: the linker may rename what is static. */
void thimble_reset_go_on(void);
void thimble_fault_go_on(void);

typedef void (*vector_t)(void);

/* A vector table starts with the stack's top; the rest are handlers. Nothing here enables an interrupt. */
typedef struct {
    uint32_t *stack_top;
    vector_t handlers[15];
} vectors_t;

__attribute__((section(".vectors"), used)) static const vectors_t vectors = {
    thimble_stack_top,
    {
        thimble_reset,
        thimble_fault, /* NMI */
        thimble_fault, /* HardFault */
        thimble_fault, /* MemManage */
        thimble_fault, /* BusFault */
        thimble_fault, /* UsageFault */
        thimble_fault, /* SecureFault (Armv8-M) */
        0, 0, 0,
        thimble_fault, /* SVCall */
        thimble_fault, /* DebugMonitor */
        0,
        thimble_fault, /* PendSV */
        thimble_fault, /* SysTick */
    },
};

/*
 * A reset of the core and what belongs to it.
 * Reference: Armv7-M Architecture Reference Manual (Arm DDI 0403), B3.2.6 "AIRCR", SYSRESETREQ; the same for Armv8-M.
 */
void thimble_board_restart(void)
{
    volatile uint32_t *const control = (volatile uint32_t *)0xE000ED0Cu;
    __asm__ volatile("dsb" : : : "memory");
    *control = 0x05FA0004u;
    __asm__ volatile("dsb" : : : "memory");
    for (;;) {
    }
}

/*
 * Makes a stack that overflows fault. Without this an overflow would go unnoticed on boards where nothing lies under
 * the stack: QEMU's MPS2 reads such addresses as 0 and forgets what is written.
 */
static void guard_stack(void)
{
#if defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_7M__) || defined(__ARM_ARCH_7EM__)
    /*
     * The 1,024 bytes under the stack become untouchable, where the core has an MPU.
     * Reference: Armv7-M Architecture Reference Manual (Arm DDI 0403), B3.5; what Armv6-M has (DDI 0419, B3.5) is part
     * of it.
     */
    const volatile uint32_t *type = (const volatile uint32_t *)0xE000ED90u;
    volatile uint32_t *control = (volatile uint32_t *)0xE000ED94u;
    volatile uint32_t *base_address = (volatile uint32_t *)0xE000ED9Cu;
    volatile uint32_t *size = (volatile uint32_t *)0xE000EDA0u;
    /* Bits 8 to 15 are the number of regions. */
    if ((*type & 0xFF00u) == 0u) {
        return;
    }
    /* Region 0 (VALID, region number 0); no access, no execution, 2^(9 + 1) bytes, enabled. */
    *base_address = (uint32_t)(uintptr_t)thimble_stack_guard | 0x10u;
    *size = 0x10000000u | (9u << 1) | 1u;
    /* The default memory map everywhere else (PRIVDEFENA). */
    *control = 5u;
    __asm__ volatile("dsb\n isb" : : : "memory");
#elif defined(__ARM_ARCH_8M_MAIN__) || defined(__ARM_ARCH_8_1M_MAIN__)
    /*
     * The core itself compares each new stack pointer with a limit.
     * Reference: Armv8-M Architecture Reference Manual (Arm DDI 0553), B3.21 "Stack limit checks".
     */
    __asm__ volatile("msr msplim, %0\n isb" : : "r"(thimble_stack_low) : "memory");
#else
#error "this core has no stack guard yet"
#endif
}

/* Names the vector table: a board may start from a copy of its first two words elsewhere. */
static void set_vectors(void)
{
    volatile const vectors_t **table = (volatile const vectors_t **)0xE000ED08u;
    *table = &vectors;
    __asm__ volatile("dsb\n isb" : : : "memory");
}

/*
 * Where a project says so, loads and stores of words at addresses that are no multiples of their size fault, as they do
 * on Armv6-M anyway: C that is compiled with -mno-unaligned-access has none.
 * Reference: Armv7-M Architecture Reference Manual (Arm DDI 0403), B3.2.8 "CCR", UNALIGN_TRP.
 */
static void trap_unaligned(void)
{
#ifdef THIMBLE_TRAP_UNALIGNED
    volatile uint32_t *const control = (volatile uint32_t *)0xE000ED14u;
    *control |= 8u;
    __asm__ volatile("dsb\n isb" : : : "memory");
#endif
}

__attribute__((used)) void thimble_reset_go_on(void)
{
    set_vectors();
    trap_unaligned();
    start_variables();
    guard_stack();
    start_program();
}

/*
 * Where the core starts. Where the compiler may use floating-point or vector registers, coprocessors 10 and 11 are
 * made accessible before any C runs, for the compiler may use them anywhere.
 * Reference: Armv8-M Architecture Reference Manual (Arm DDI 0553), D1.2.10 "CPACR".
 */
__attribute__((naked)) void thimble_reset(void)
{
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
    __asm__("ldr r0, 1f\n ldr r1, [r0]\n orr r1, r1, #0x00F00000\n str r1, [r0]\n dsb\n isb\n"
            "bl thimble_reset_go_on\n .balign 4\n1: .word 0xE000ED88");
#else
    __asm__("bl thimble_reset_go_on");
#endif
}

__attribute__((used)) void thimble_fault_go_on(void)
{
    tell_fault();
}

/*
 * Any exception. It may come of a stack overflow, so the stack starts anew: nobody returns from here. Constants lie
 * beside the code that loads them, for the compiler may put anything between a function and the end of its unit.
 */
__attribute__((naked)) void thimble_fault(void)
{
    __asm__("ldr r0, 1f\n mov sp, r0\n bl thimble_fault_go_on\n .balign 4\n1: .word thimble_stack_top");
}
