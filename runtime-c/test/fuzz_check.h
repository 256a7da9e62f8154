/* SPDX-License-Identifier: Apache-2.0 */
/* What all parts of the fuzzer's target check with, and how they cut a package into chunks. */
#ifndef FUZZ_CHECK_H
#define FUZZ_CHECK_H

#include "fuzz_recipe.h"

/* How a package is cut into chunks. */
typedef struct {
    uint32_t random;
    uint32_t most; /* bytes of a chunk */
} fuzz_chunks_t;

/* Aborts, and says what does not hold. */
void fuzz_check(int holds, const char *what);

/* Where something happens, by FUZZ_CUT: below a limit. */
size_t fuzz_place(const fuzz_recipe_t *recipe, size_t limit);

/* The one way or the other, 0 or 1, in which a recipe cuts its package. */
fuzz_chunks_t fuzz_chunks(const fuzz_recipe_t *recipe, unsigned way);

/* The size of the next chunk of what is left; 0 at times. */
size_t fuzz_next_size(fuzz_chunks_t *chunks, size_t left);

/* A copy of a chunk, behind which is nothing that a sanitizer lets be read; the one before is gone. */
const uint8_t *fuzz_hand_over(const uint8_t *bytes, size_t count);

/* Whether it is a reason for which a package is refused. */
int fuzz_is_reason(int reason);

/* Whether bytes have this digest. */
int fuzz_has_digest(const void *bytes, size_t count, const uint8_t *digest);

#endif
