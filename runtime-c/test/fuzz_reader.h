/* SPDX-License-Identifier: Apache-2.0 */
/* The fuzzer's part for the reader of packages. */
#ifndef FUZZ_READER_H
#define FUZZ_READER_H

#include "fuzz_check.h"

/* The reason of a package that no reader was asked about. */
enum { FUZZ_NOT_ASKED = -1 };

/* What a reader found, or is to find. */
typedef struct {
    size_t told_at; /* bytes up to the payload, whose manifest is told; 0 where none is */
    thimble_manifest_t manifest;
    uint32_t payload; /* bytes of it that came */
    int reason;
} fuzz_reading_t;

/* What a reader must find: a manifest, where a trusted key signed it, and all came as it was signed. */
void fuzz_expect(const fuzz_recipe_t *recipe, fuzz_reading_t *reading);

/* Has the package read in two ways; what is expected has its reason then. */
void fuzz_try_reader(const fuzz_recipe_t *recipe, fuzz_reading_t *expected);

#endif
