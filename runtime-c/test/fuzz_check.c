/* SPDX-License-Identifier: Apache-2.0 */
/* Checks, and chunks. */
#include "fuzz_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_check(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "not so: %s\n", what);
        abort();
    }
}

size_t fuzz_place(const fuzz_recipe_t *recipe, size_t limit)
{
    return ((size_t)recipe->head[FUZZ_CUT] << 8 | recipe->head[FUZZ_CUT + 1]) % limit;
}

fuzz_chunks_t fuzz_chunks(const fuzz_recipe_t *recipe, unsigned way)
{
    static const uint32_t most[16] = {FUZZ_PACKAGE_BYTES, 700, 700, 700, 700, 700, 700, 700,
                                      255, 255, 255, 255, 255, 63, 63, 15};
    const uint8_t style = recipe->head[FUZZ_CHUNKS + way];
    const fuzz_chunks_t chunks = {style * 2654435761u + 1u, style % 64u == 1 ? 1 : most[style % 16u]};
    return chunks;
}

/* Marsaglia, "Xorshift RNGs", 2003. */
size_t fuzz_next_size(fuzz_chunks_t *chunks, size_t left)
{
    uint32_t size = chunks->most;
    chunks->random ^= chunks->random << 13;
    chunks->random ^= chunks->random >> 17;
    chunks->random ^= chunks->random << 5;
    if (size != 1 && size != FUZZ_PACKAGE_BYTES) {
        size = chunks->random % (size + 1);
    }
    return size < left ? size : left;
}

/* At the very end of a room: a sanitizer knows where that is. */
const uint8_t *fuzz_hand_over(const uint8_t *bytes, size_t count)
{
    static uint8_t room[FUZZ_PACKAGE_BYTES];
    static size_t last;
    memset(room + sizeof room - last, 0x5A, last);
    memcpy(room + sizeof room - count, bytes, count);
    last = count;
    return room + sizeof room - count;
}

int fuzz_is_reason(int reason)
{
    return reason > THIMBLE_UPDATE_OK && reason < THIMBLE_UPDATE_ORDER;
}

int fuzz_has_digest(const void *bytes, size_t count, const uint8_t *digest)
{
    uint8_t computed[FUZZ_DIGEST_BYTES];
    fuzz_digest(bytes, count, computed);
    return memcmp(computed, digest, sizeof computed) == 0;
}
