/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the flash that updates are kept in, as the firmware sees it. The six functions are the firmware's
 * own: the runtime calls them and never through a pointer. Offsets are bytes of one flash, whatever address it has.
 */
#ifndef THIMBLE_FLASH_H
#define THIMBLE_FLASH_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Slots for images. The running one is never written. */
#define THIMBLE_FLASH_SLOTS 2

/* What the firmware gives to updates. Areas begin at blocks, consist of whole ones and do not overlap. */
typedef struct {
    uint32_t block_bytes; /* what is erased at a time: 256 to 2^20, a power of two */
    uint32_t unit_bytes;  /* what is written at a time: 1 to 32, a power of two; each once between two erasures */
    uint32_t slots[THIMBLE_FLASH_SLOTS]; /* offsets */
    uint32_t slot_bytes;
    uint32_t log; /* offset */
    uint32_t log_bytes; /* two blocks at least; more of them wear less */
    uint8_t erased; /* what an erased byte reads as: 0xFF, or 0x00 */
} thimble_flash_shape_data;

/* Says which shape the flash has. */
void thimble_flash_shape(void *flash, thimble_flash_shape_data *shape);

/* Erases the block at an offset. Returns 0, or anything else where that failed. */
int thimble_flash_erase(void *flash, uint32_t offset);

/*
 * Writes whole units that are erased, at a multiple of a unit, within one block. Returns 0, or anything else where that
 * failed; what was written is read back in either case.
 */
int thimble_flash_write(void *flash, uint32_t offset, const uint8_t *bytes, uint32_t count);

/* Reads bytes. Returns 0, or anything else where they cannot be read, as where an error correction gives up. */
int thimble_flash_read(void *flash, uint32_t offset, uint8_t *bytes, uint32_t count);

/* Where the byte at an offset is in memory: images run in place. A multiple of 16 for a slot's. */
const uint8_t *thimble_flash_address(void *flash, uint32_t offset);

/* Called between operations that take long, at least once for each block: a watchdog is fed here. */
void thimble_flash_idle(void *flash);

#ifdef __cplusplus
}
#endif

#endif
