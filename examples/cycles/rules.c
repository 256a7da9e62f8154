/* Each rule is a function that repeats a few instructions 64 times; README.md has what the model says of them. */
#include "rules.h"

#include <stddef.h>

#if defined(__ARM_ARCH_6M__)
#define WIDE 0
#else
#define WIDE 1
#endif

/* A function of a pattern, whose r0 is the address of eight words that hold the address of the first one. */
#define RULE(name, pattern) \
    __attribute__((naked, noinline, used, aligned(16))) static void name(uint32_t *words) \
    { \
        __asm__ volatile(".syntax unified\n\t" \
                         ".rept 64\n\t" pattern ".endr\n\t" \
                         "bx lr\n\t" ::"r"(words)); \
    }

RULE(rule_nothing, "")
RULE(rule_addition, "adds r1, r1, #1\n\t")
RULE(rule_product, "muls r1, r2, r1\n\t")
RULE(rule_load_alone,
     "ldr r1, [r0]\n\t"
     "adds r2, r2, #1\n\t")
RULE(rule_loads_in_a_row,
     "ldr r1, [r0]\n\t"
     "ldr r2, [r0, #4]\n\t"
     "ldr r3, [r0, #8]\n\t"
     "ldr r1, [r0, #12]\n\t"
     "adds r2, r2, #1\n\t")
RULE(rule_load_feeds_load,
     "ldr r1, [r0]\n\t"
     "ldr r2, [r1]\n\t"
     "adds r2, r2, #1\n\t")
RULE(rule_address_late,
     "adds r1, r0, #0\n\t"
     "ldr r2, [r1]\n\t"
     "adds r2, r2, #1\n\t")
RULE(rule_store,
     "str r1, [r0, #16]\n\t"
     "adds r2, r2, #1\n\t")
RULE(rule_load_multiple,
     "mov r1, r0\n\t"
     "adds r2, r2, #1\n\t"
     "ldmia r1!, {r2, r3}\n\t"
     "adds r2, r2, #1\n\t")
RULE(rule_branch,
     "b 1f\n\t"
     "nop\n\t"
     "1: adds r1, r1, #1\n\t")
#if WIDE
RULE(rule_load_pair,
     "ldrd r1, r2, [r0]\n\t"
     "adds r3, r3, #1\n\t")
RULE(rule_load_beside_pair,
     "ldr.w r3, [r0, #8]\n\t"
     "ldrd r1, r2, [r0]\n\t"
     "adds r3, r3, #1\n\t")
RULE(rule_load_and_step,
     "mov r3, r0\n\t"
     "adds r2, r2, #1\n\t"
     "ldr r1, [r3], #4\n\t"
     "ldr r2, [r3], #4\n\t"
     "adds r2, r2, #1\n\t")
RULE(rule_unaligned, "ldr r1, [r0, #2]\n\tadds r2, r2, #1\n\t")
RULE(rule_multiply_add, "mla r1, r2, r3, r1\n\t")
RULE(rule_long_product, "smull r1, r2, r3, r0\n\t")
RULE(rule_long_multiply_add, "smlal r1, r2, r3, r0\n\t")
#if defined(__ARM_FEATURE_DSP)
RULE(rule_two_products, "smlad r1, r2, r3, r1\n\t")
RULE(rule_two_bytes, "sxtb16 r1, r1\n\t")
#endif
#endif

typedef struct {
    const char *name;
    void (*run)(uint32_t *words);
} cycle_rule_t;

static const cycle_rule_t rules[] = {
    {"nothing", rule_nothing},
    {"addition", rule_addition},
    {"product", rule_product},
    {"load_alone", rule_load_alone},
    {"loads_in_a_row", rule_loads_in_a_row},
    {"load_feeds_load", rule_load_feeds_load},
    {"address_late", rule_address_late},
    {"store", rule_store},
    {"load_multiple", rule_load_multiple},
    {"branch", rule_branch},
#if WIDE
    {"load_pair", rule_load_pair},
    {"load_beside_pair", rule_load_beside_pair},
    {"load_and_step", rule_load_and_step},
    {"unaligned", rule_unaligned},
    {"multiply_add", rule_multiply_add},
    {"long_product", rule_long_product},
    {"long_multiply_add", rule_long_multiply_add},
#if defined(__ARM_FEATURE_DSP)
    {"two_products", rule_two_products},
    {"two_bytes", rule_two_bytes},
#endif
#endif
};

/* The counter of the core's debug unit: DEMCR.TRCENA and DWT_CTRL.CYCCNTENA switch it on (Armv7-M, C1.8). */
#define DEMCR (*(volatile uint32_t *)0xE000EDFCu)
#define DWT_CTRL (*(volatile uint32_t *)0xE0001000u)
#define DWT_CYCCNT (*(volatile uint32_t *)0xE0001004u)

static uint32_t now(void)
{
    return WIDE ? DWT_CYCCNT : 0;
}

static void begin_counting(void)
{
    if (WIDE) {
        DEMCR |= 1ul << 24;
        DWT_CTRL |= 1u;
    }
}

static uint32_t cycles_of(void (*run)(uint32_t *words), uint32_t *words)
{
    uint32_t before;
    uint32_t after;
    __asm__ volatile("cpsid i");
    before = now();
    run(words);
    after = now();
    __asm__ volatile("cpsie i");
    return after - before;
}

void cycle_rules_run(void (*tell)(const char *rule, uint32_t cycles))
{
    static uint32_t words[8];
    size_t at;
    uint32_t call;
    begin_counting();
    for (at = 0; at < sizeof words / sizeof words[0]; at++) {
        words[at] = (uint32_t)(uintptr_t)words;
    }
    (void)cycles_of(rule_nothing, words);
    call = cycles_of(rule_nothing, words);
    for (at = 0; at < sizeof rules / sizeof rules[0]; at++) {
        tell(rules[at].name, cycles_of(rules[at].run, words) - call);
    }
}
