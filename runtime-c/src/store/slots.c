/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the images in slots. */
#include "slots.h"

#include <string.h>

#include "sha256.h"

/* Bytes that are hashed, compared or looked at before the firmware is told that it goes on. */
#define STRIDE 1024u

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Whether anything is written between two offsets; what cannot be read is. */
static int is_written(void *flash, uint8_t erased, uint32_t from, uint32_t to)
{
    uint8_t bytes[THIMBLE_SLOT_UNIT_BYTES];
    while (from < to) {
        const uint32_t count = least(to - from, sizeof bytes);
        uint32_t i;
        if (thimble_flash_read(flash, from, bytes, count) != 0) {
            return 1;
        }
        for (i = 0; i < count; i++) {
            if (bytes[i] != erased) {
                return 1;
            }
        }
        from += count;
    }
    return 0;
}

/* Erases a block and looks at it: what an erasure that did nothing has left would be written over. */
static int erase_block(void *flash, const thimble_flash_shape_data *shape, uint32_t offset)
{
    return thimble_flash_erase(flash, offset) == 0
           && !is_written(flash, shape->erased, offset, offset + shape->block_bytes);
}

THIMBLE_SHARED
int thimble_slot_erase(void *flash, const thimble_flash_shape_data *shape, uint32_t slot, uint32_t bytes)
{
    uint32_t at;
    for (at = 0; at < bytes; at += shape->block_bytes) {
        if (!erase_block(flash, shape, shape->slots[slot] + at)) {
            return 0;
        }
        thimble_flash_idle(flash);
    }
    return 1;
}

THIMBLE_SHARED
uint32_t thimble_slot_written(void *flash, const thimble_flash_shape_data *shape, uint32_t slot, uint32_t bytes)
{
    const uint32_t start = shape->slots[slot];
    uint32_t block = bytes / shape->block_bytes * shape->block_bytes;
    while (block > 0
           && !is_written(flash, shape->erased, start + block, start + least(bytes, block + shape->block_bytes))) {
        block -= shape->block_bytes;
        thimble_flash_idle(flash);
    }
    return block;
}

THIMBLE_SHARED
void thimble_slot_begin(thimble_slot_writer_t *writer, const thimble_flash_shape_data *shape, uint32_t slot,
                        uint32_t kept)
{
    memset(writer, 0, sizeof *writer);
    writer->offset = shape->slots[slot];
    writer->kept = kept;
}

/* Writes the unit and reads it back. */
static void write_unit(thimble_slot_writer_t *writer, void *flash, const thimble_flash_shape_data *shape)
{
    const uint32_t start = writer->at - writer->filled;
    const uint32_t offset = writer->offset + start;
    uint8_t read[THIMBLE_SLOT_UNIT_BYTES];
    if (start % shape->block_bytes == 0) {
        thimble_flash_idle(flash);
        if (writer->anew != 0 && !erase_block(flash, shape, offset)) {
            writer->failed = 1;
            return;
        }
    }
    memset(writer->unit + writer->filled, shape->erased, shape->unit_bytes - writer->filled);
    if (thimble_flash_write(flash, offset, writer->unit, shape->unit_bytes) != 0
        || thimble_flash_read(flash, offset, read, shape->unit_bytes) != 0
        || memcmp(read, writer->unit, shape->unit_bytes) != 0) {
        writer->failed = 1;
    }
    writer->filled = 0;
}

THIMBLE_SHARED
void thimble_slot_put(thimble_slot_writer_t *writer, void *flash, const thimble_flash_shape_data *shape,
                      const uint8_t *bytes, uint32_t count)
{
    while (count > 0 && writer->failed == 0) {
        uint32_t taken = least(count, shape->unit_bytes - writer->filled);
        if (writer->at < writer->kept) {
            taken = least(count, writer->kept - writer->at);
        } else {
            memcpy(writer->unit + writer->filled, bytes, taken);
            writer->filled += taken;
        }
        writer->at += taken;
        bytes += taken;
        count -= taken;
        if (writer->filled == shape->unit_bytes) {
            write_unit(writer, flash, shape);
        }
    }
}

THIMBLE_SHARED
int thimble_slot_end(thimble_slot_writer_t *writer, void *flash, const thimble_flash_shape_data *shape)
{
    if (writer->filled > 0 && writer->failed == 0) {
        write_unit(writer, flash, shape);
    }
    return writer->failed == 0;
}

THIMBLE_SHARED
void thimble_image_digest(const uint8_t *image, uint32_t bytes, void *flash, uint8_t *digest)
{
    thimble_sha256_t hash;
    uint32_t at;
    thimble_sha256_setup(&hash);
    for (at = 0; at < bytes; at += STRIDE) {
        thimble_sha256_update(&hash, image + at, least(bytes - at, STRIDE));
        thimble_flash_idle(flash);
    }
    thimble_sha256_finish(&hash, digest);
}

THIMBLE_SHARED
const uint8_t *thimble_slot_find(const thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape,
                                  uint32_t slot)
{
    uint8_t digest[THIMBLE_SHA256_BYTES];
    const uint8_t *image;
    if (slot >= THIMBLE_FLASH_SLOTS || log->bytes[slot] == 0 || log->bytes[slot] > shape->slot_bytes) {
        return NULL;
    }
    image = thimble_flash_address(flash, shape->slots[slot]);
    thimble_image_digest(image, log->bytes[slot], flash, digest);
    return memcmp(digest, log->digest[slot], sizeof digest) == 0 ? image : NULL;
}
