/* SPDX-License-Identifier: Apache-2.0 */
/* The hash behind update_port.h: the portable one, under other names. */
#include <string.h>

#undef THIMBLE_UPDATE_PORT
#define thimble_sha256_t portable_t
#define thimble_sha256_setup portable_setup
#define thimble_sha256_update portable_update
#define thimble_sha256_finish portable_finish
#include "sha256.c"
#undef thimble_sha256_t
#undef thimble_sha256_setup
#undef thimble_sha256_update
#undef thimble_sha256_finish

#include "update_port.h"

void thimble_sha256_setup(thimble_sha256_t *hash)
{
    portable_t inside;
    portable_setup(&inside);
    memcpy(hash->inside, &inside, sizeof inside);
}

void thimble_sha256_update(thimble_sha256_t *hash, const uint8_t *bytes, size_t count)
{
    portable_t inside;
    memcpy(&inside, hash->inside, sizeof inside);
    portable_update(&inside, bytes, count);
    memcpy(hash->inside, &inside, sizeof inside);
}

void thimble_sha256_finish(thimble_sha256_t *hash, uint8_t *digest)
{
    portable_t inside;
    memcpy(&inside, hash->inside, sizeof inside);
    portable_finish(&inside, digest);
    memset(hash->inside, 0, sizeof hash->inside);
}
