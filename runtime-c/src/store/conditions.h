/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what a package must be for this device to take it. */
#ifndef THIMBLE_CONDITIONS_H
#define THIMBLE_CONDITIONS_H

#include "package.h"
#include "slots.h"
#include "thimble/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where an image's header has what; docs/updates.md. */
enum {
    THIMBLE_HEADER_PROGRAM_AT = 16,
    THIMBLE_HEADER_ARCHITECTURE_AT = 48,
    THIMBLE_HEADER_QUANTIZATION_AT = 64,
    THIMBLE_HEADER_VOCABULARY_AT = 80,
    THIMBLE_HEADER_BYTES = 160
};

/* What a manifest is held against. */
typedef struct {
    const thimble_update_device_data *device;
    const thimble_flash_shape_data *shape;
    const thimble_log_t *log;
    const thimble_package_t *package; /* its manifest is there */
    const uint8_t *base;              /* the image that runs */
    uint32_t base_bytes;
    uint8_t running; /* its slot */
} thimble_conditions_t;

/* THIMBLE_UPDATE_OK, or the first reason why the package is refused. Nothing is written. */
int thimble_conditions_check(const thimble_conditions_t *conditions);

/* The bit of the key that a manifest revokes; 0 where none that is trusted has that id. */
unsigned thimble_conditions_revoked(const thimble_update_keys_data *keys, unsigned revoked,
                                    const thimble_manifest_t *manifest);

#ifdef __cplusplus
}
#endif

#endif
