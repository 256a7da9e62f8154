/* SPDX-License-Identifier: Apache-2.0 */
/* The fuzzer's target: packages of updates, as hostile as can be. fuzz_recipe.h says what its bytes mean. */
#ifndef FUZZ_PACKAGE_H
#define FUZZ_PACKAGE_H

#include <stddef.h>
#include <stdint.h>

#include "thimble/update.h"

/* How often the store gave each reason for a package that it was sent as a whole. */
extern unsigned long fuzz_reasons[THIMBLE_UPDATE_ORDER + 1];

/* Aborts where a device does with the package that these bytes mean what it must not do; else returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#endif
