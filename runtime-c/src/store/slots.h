/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the images in slots: written in order, read back, and told apart by their digests. */
#ifndef THIMBLE_SLOTS_H
#define THIMBLE_SLOTS_H

#include "log.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Most bytes of a unit. */
#define THIMBLE_SLOT_UNIT_BYTES 32u

/* A slot that is being written. */
typedef struct {
    uint32_t offset; /* of the slot */
    uint32_t at;     /* bytes that came */
    uint32_t kept;   /* bytes from its start that are written already; what comes for them is passed over */
    uint32_t filled; /* bytes in unit */
    uint8_t anew;    /* 1: each block is erased before it is written */
    uint8_t failed;  /* 1: the flash did not hold what was written */
    uint8_t unit[THIMBLE_SLOT_UNIT_BYTES];
} thimble_slot_writer_t;

/* Erases what an image of so many bytes takes. Returns 0 where the flash failed. */
int thimble_slot_erase(void *flash, const thimble_flash_shape_data *shape, uint32_t slot, uint32_t bytes);

/* How many bytes of an erased slot were surely written when power failed: whole blocks before the last that has any. */
uint32_t thimble_slot_written(void *flash, const thimble_flash_shape_data *shape, uint32_t slot, uint32_t bytes);

/* Begins to write a slot, of which so many bytes are kept. */
void thimble_slot_begin(thimble_slot_writer_t *writer, const thimble_flash_shape_data *shape, uint32_t slot,
                        uint32_t kept);

/* Takes the next bytes. */
void thimble_slot_put(thimble_slot_writer_t *writer, void *flash, const thimble_flash_shape_data *shape,
                      const uint8_t *bytes, uint32_t count);

/* Fills up the last unit. Returns 0 where the flash did not hold what was written. */
int thimble_slot_end(thimble_slot_writer_t *writer, void *flash, const thimble_flash_shape_data *shape);

/* Writes the digest of an image, 32 bytes. */
void thimble_image_digest(const uint8_t *image, uint32_t bytes, void *flash, uint8_t *digest);

/* Where the image of a slot is, if the log says that it has one and it is that one; null where not. */
const uint8_t *thimble_slot_find(const thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape,
                                  uint32_t slot);

#ifdef __cplusplus
}
#endif

#endif
