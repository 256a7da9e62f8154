/* One loop for each rule of the cycle model (docs/decisions/0037), to be run where cycles can be counted: README.md. */
#ifndef CYCLE_RULES_H
#define CYCLE_RULES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Runs every rule, and tells for each of them its name and the cycles of its loop by the core's own counter (DWT CYCCNT
 * of Armv7-M; on other cores 0). Code should run from memory without wait states. Interrupts are off while a rule runs,
 * and on again when it tells.
 */
void cycle_rules_run(void (*tell)(const char *rule, uint32_t cycles));

#ifdef __cplusplus
}
#endif

#endif
