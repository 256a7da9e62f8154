/*
 * A flash that is RAM, for boards whose emulator has no flash to write to: memory that no start of the firmware touches
 * and that a reset leaves as it is, with the rules of a flash. It begins as an emulator's RAM does, all zeros, so that
 * is how erased bytes read.
 *
 * -DTHIMBLE_SLOT_BYTES=N   bytes of a slot, a multiple of a block
 */
#include <string.h>

#include "thimble/flash.h"

#define BLOCK_BYTES 4096u
#define UNIT_BYTES 8u
#define LOG_BYTES (4u * BLOCK_BYTES)
#define FLASH_BYTES (LOG_BYTES + THIMBLE_FLASH_SLOTS * THIMBLE_SLOT_BYTES)
#define ERASED 0x00u

#if THIMBLE_SLOT_BYTES % 4096u != 0
#error "THIMBLE_SLOT_BYTES is no multiple of a block"
#endif

__attribute__((section(".noinit.thimble_flash"), aligned(16))) static uint8_t memory[FLASH_BYTES];

void thimble_flash_shape(void *flash, thimble_flash_shape_data *shape)
{
    (void)flash;
    shape->block_bytes = BLOCK_BYTES;
    shape->unit_bytes = UNIT_BYTES;
    shape->slots[0] = LOG_BYTES;
    shape->slots[1] = LOG_BYTES + THIMBLE_SLOT_BYTES;
    shape->slot_bytes = THIMBLE_SLOT_BYTES;
    shape->log = 0;
    shape->log_bytes = LOG_BYTES;
    shape->erased = ERASED;
}

static int is_inside(uint32_t offset, uint32_t count)
{
    return offset <= FLASH_BYTES && count <= FLASH_BYTES - offset;
}

int thimble_flash_erase(void *flash, uint32_t offset)
{
    (void)flash;
    if (offset % BLOCK_BYTES != 0 || !is_inside(offset, BLOCK_BYTES)) {
        return -1;
    }
    memset(memory + offset, (int)ERASED, BLOCK_BYTES);
    return 0;
}

static int is_erased(uint32_t offset, uint32_t count)
{
    uint32_t at;
    for (at = offset; at < offset + count; at++) {
        if (memory[at] != ERASED) {
            return 0;
        }
    }
    return 1;
}

int thimble_flash_write(void *flash, uint32_t offset, const uint8_t *bytes, uint32_t count)
{
    (void)flash;
    if (offset % UNIT_BYTES != 0 || count % UNIT_BYTES != 0 || !is_inside(offset, count) || !is_erased(offset, count)) {
        return -1;
    }
    memcpy(memory + offset, bytes, count);
    return 0;
}

int thimble_flash_read(void *flash, uint32_t offset, uint8_t *bytes, uint32_t count)
{
    (void)flash;
    if (!is_inside(offset, count)) {
        return -1;
    }
    memcpy(bytes, memory + offset, count);
    return 0;
}

const uint8_t *thimble_flash_address(void *flash, uint32_t offset)
{
    (void)flash;
    return memory + offset;
}

void thimble_flash_idle(void *flash)
{
    (void)flash;
}
