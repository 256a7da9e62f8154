/*
 * SysTick ends a turn, PendSV changes the stack. Reference: Armv7-M Architecture Reference Manual (Arm DDI 0403),
 * B1.5.6 "Exception entry behavior", B3.2.4 "ICSR", B3.3 "The system timer, SysTick".
 */
#include "tasks.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define TICK_CONTROL REGISTER(0xE000E010u)
#define TICK_RELOAD REGISTER(0xE000E014u)
#define TICK_VALUE REGISTER(0xE000E018u)
#define INTERRUPT_CONTROL REGISTER(0xE000ED04u)
#define PRIORITIES REGISTER(0xE000ED20u)
#define PEND_SV 0x10000000u

/* Cycles of a turn: an inference takes many turns. */
#define TURN 20000u

/* The main stack with its caller, and both tasks. */
enum { CALLER, FIRST, SECOND, STACKS };

static uint32_t *stacks[STACKS];
static volatile uint32_t ended[STACKS];
static uint32_t running;
static volatile uint32_t switches;

void sys_tick(void);
void pend_sv(void);
uint32_t *tasks_next(uint32_t *stack);

void sys_tick(void)
{
    INTERRUPT_CONTROL = PEND_SV;
}

/* Keeps one stack and returns the next that has something to do; the caller's once both tasks have ended. */
__attribute__((used)) uint32_t *tasks_next(uint32_t *stack)
{
    uint32_t other = running == FIRST ? SECOND : FIRST;
    stacks[running] = stack;
    if (ended[other] != 0u) {
        other = ended[running] != 0u ? CALLER : running;
    }
    switches += other != running;
    running = other;
    return stacks[running];
}

/* The core has put r0 to r3, r12, lr, pc and the status there already; all run on the process stack. */
__attribute__((naked)) void pend_sv(void)
{
    __asm__("mrs r0, psp\n stmdb r0!, {r4-r11, lr}\n bl tasks_next\n ldmia r0!, {r4-r11, lr}\n msr psp, r0\n bx lr");
}

static void give_way(void)
{
    INTERRUPT_CONTROL = PEND_SV;
    __asm__ volatile("dsb\n isb" : : : "memory");
}

/* Where a task's function returns to. */
static void end_of_task(void)
{
    ended[running] = 1u;
    for (;;) {
        give_way();
    }
}

/* A stack as if its task had been interrupted before its first instruction. */
static uint32_t *fresh(void (*task)(void), uint32_t *stack, size_t words)
{
    uint32_t *top = stack + (words & ~(size_t)1u);
    *--top = 0x01000000u;                      /* status: Thumb */
    *--top = (uint32_t)(uintptr_t)task & ~1u;  /* pc */
    *--top = (uint32_t)(uintptr_t)end_of_task; /* lr */
    top -= 5;                                  /* r12, r3 to r0 */
    *--top = 0xFFFFFFFDu;                      /* back to a thread on the process stack */
    return top - 8;                            /* r11 to r4 */
}

void tasks_run(void (*first)(void), uint32_t *first_stack, void (*second)(void), uint32_t *second_stack, size_t words)
{
    static uint32_t handler_stack[64];
    stacks[FIRST] = fresh(first, first_stack, words);
    stacks[SECOND] = fresh(second, second_stack, words);
    running = CALLER;
    PRIORITIES |= 0xFFFF0000u; /* both exceptions have the lowest priority */
    TICK_RELOAD = TURN - 1u;
    TICK_VALUE = 0;
    TICK_CONTROL = 7u;
    /* The caller goes on where it is, which is a process stack from now on; handlers get another. */
    __asm__ volatile("mov r1, sp\n msr psp, r1\n mov r1, #2\n msr control, r1\n isb\n msr msp, %0"
                     :
                     : "r"(handler_stack + 64)
                     : "r1", "memory");
    while (ended[FIRST] == 0u || ended[SECOND] == 0u) {
        give_way();
    }
    TICK_CONTROL = 0;
    __asm__ volatile("mov r1, sp\n msr msp, r1\n mov r1, #0\n msr control, r1\n isb" : : : "r1", "memory");
}

uint32_t tasks_switches(void)
{
    return switches;
}

void tasks_lock(tasks_lock_t *lock)
{
    for (;;) {
        uint32_t found;
        __asm__ volatile("cpsid i" : : : "memory");
        found = lock->taken;
        lock->taken = 1u;
        __asm__ volatile("cpsie i" : : : "memory");
        if (found == 0u) {
            return;
        }
        give_way();
    }
}

void tasks_unlock(tasks_lock_t *lock)
{
    lock->taken = 0;
    give_way();
}
