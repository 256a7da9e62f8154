/* SPDX-License-Identifier: Apache-2.0 */
/* A port as THIMBLE_UPDATE_PORT names one: a hash of its own, whose type says nothing of what is inside. */
#ifndef UPDATE_PORT_H
#define UPDATE_PORT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t inside[16];
} thimble_sha256_t;

void thimble_sha256_setup(thimble_sha256_t *hash);
void thimble_sha256_update(thimble_sha256_t *hash, const uint8_t *bytes, size_t count);
void thimble_sha256_finish(thimble_sha256_t *hash, uint8_t *digest);

#endif
