/* SPDX-License-Identifier: Apache-2.0 */
/* A flash that loses power, forgets and errs. */
#include "flash_model.h"

#include <string.h>

/* Marsaglia, "Xorshift RNGs", 2003. */
static uint32_t next_random(flash_model_t *flash)
{
    flash->random ^= flash->random << 13;
    flash->random ^= flash->random >> 17;
    flash->random ^= flash->random << 5;
    return flash->random;
}

static size_t size_of(const thimble_flash_shape_data *shape)
{
    size_t end = shape->log + shape->log_bytes;
    for (int slot = 0; slot < THIMBLE_FLASH_SLOTS; slot++) {
        const size_t end_of_slot = shape->slots[slot] + shape->slot_bytes;
        end = end_of_slot > end ? end_of_slot : end;
    }
    return end;
}

size_t flash_model_bytes(const thimble_flash_shape_data *shape)
{
    return 3 * size_of(shape);
}

void flash_model_attach(flash_model_t *flash, const thimble_flash_shape_data *shape, uint8_t *memory)
{
    memset(flash, 0, sizeof *flash);
    flash->shape = *shape;
    flash->size = size_of(shape);
    flash->bytes = memory;
    flash->unstable = memory + flash->size;
    flash->used = memory + 2 * flash->size;
}

void flash_model_open(flash_model_t *flash, const thimble_flash_shape_data *shape, uint8_t *memory)
{
    flash_model_attach(flash, shape, memory);
    memset(flash->bytes, shape->erased, flash->size);
    memset(flash->unstable, 0, 2 * flash->size);
}

static int is_stable(const flash_model_t *flash)
{
    return flash->unstable[0] == 0 && memcmp(flash->unstable, flash->unstable + 1, flash->size - 1) == 0;
}

static void settle(flash_model_t *flash)
{
    if (is_stable(flash)) {
        return;
    }
    for (size_t i = 0; i < flash->size; i++) {
        if (flash->unstable[i] != 0) {
            flash->bytes[i] ^= (uint8_t)(next_random(flash) & flash->unstable[i]);
        }
    }
}

void flash_model_start(flash_model_t *flash, flash_plan_t plan, uint32_t seed)
{
    flash->plan = plan;
    flash->operations = 0;
    flash->random = seed * 2654435761u + 1u;
    settle(flash);
}

/* Some of the bytes, or of the bits, become what they were to become. */
static void tear(flash_model_t *flash, uint32_t offset, const uint8_t *wanted, uint32_t count, enum flash_fault fault)
{
    const uint32_t prefix = next_random(flash) % (count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t mask = (uint8_t)next_random(flash);
        uint8_t *const byte = flash->bytes + offset + i;
        if (fault == FLASH_CUT_PREFIX) {
            mask = i < prefix ? 0xFF : 0x00;
        }
        if (fault == FLASH_CUT_UNSTABLE) {
            flash->unstable[offset + i] |= (uint8_t)(*byte ^ wanted[i]);
        }
        *byte = (uint8_t)((*byte & (uint8_t)~mask) | (wanted[i] & mask));
    }
}

/* Carries an operation out, or the fault that is planned for it. Returns what the operation does. */
static int operate(flash_model_t *flash, uint32_t offset, const uint8_t *wanted, uint32_t count)
{
    const int planned = ++flash->operations == flash->plan.operation;
    const enum flash_fault fault = planned ? flash->plan.fault : FLASH_FAULTS;
    switch (fault) {
    case FLASH_CUT_BEFORE:
        flash->cut();
        return -1;
    case FLASH_CUT_PREFIX:
    case FLASH_CUT_BITS:
    case FLASH_CUT_UNSTABLE:
        tear(flash, offset, wanted, count, fault);
        flash->cut();
        return -1;
    case FLASH_REFUSES:
        return -1;
    case FLASH_DOES_NOTHING:
        return 0;
    default:
        memcpy(flash->bytes + offset, wanted, count);
        memset(flash->unstable + offset, 0, count);
        if (fault == FLASH_CUT_AFTER) {
            flash->cut();
        }
        return 0;
    }
}

void thimble_flash_shape(void *flash, thimble_flash_shape_data *shape)
{
    *shape = ((const flash_model_t *)flash)->shape;
}

static int writes(const flash_model_t *flash)
{
    return flash->plan.operation == 0 || flash->operations + 1 != flash->plan.operation
           || (flash->plan.fault != FLASH_REFUSES && flash->plan.fault != FLASH_DOES_NOTHING
               && flash->plan.fault != FLASH_CUT_BEFORE);
}

int thimble_flash_erase(void *context, uint32_t offset)
{
    static uint8_t erased[FLASH_MODEL_BLOCK_BYTES];
    flash_model_t *const flash = (flash_model_t *)context;
    const uint32_t bytes = flash->shape.block_bytes;
    if (offset % bytes != 0 || offset + bytes > flash->size) {
        flash_model_broken("no block", offset);
    }
    memset(erased, flash->shape.erased, bytes);
    if (writes(flash)) {
        /* Where it is cut short the block is not erased, so that its units are in use. */
        const int whole = flash->operations + 1 != flash->plan.operation || flash->plan.fault == FLASH_CUT_AFTER;
        memset(flash->used + offset, whole ? 0 : 1, bytes);
    }
    return operate(flash, offset, erased, bytes);
}

int thimble_flash_write(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count)
{
    flash_model_t *const flash = (flash_model_t *)context;
    const uint32_t unit = flash->shape.unit_bytes;
    const uint32_t block = flash->shape.block_bytes;
    if (offset % unit != 0 || count % unit != 0 || count == 0 || offset / block != (offset + count - 1) / block
        || offset + count > flash->size) {
        flash_model_broken("no units", offset);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (flash->used[offset + i] != 0) {
            /* What a cut has left may look erased, and then this is not the caller's fault. */
            if (flash->bytes[offset + i] != flash->shape.erased && flash->unstable[offset + i] == 0) {
                flash_model_broken("a second write", offset + i);
            }
            return -1;
        }
    }
    if (writes(flash)) {
        memset(flash->used + offset, 1, count);
    }
    return operate(flash, offset, bytes, count);
}

int thimble_flash_read(void *context, uint32_t offset, uint8_t *bytes, uint32_t count)
{
    flash_model_t *const flash = (flash_model_t *)context;
    if (offset + count > flash->size) {
        flash_model_broken("read beyond", offset);
    }
    for (uint32_t i = 0; i < count; i++) {
        bytes[i] = flash->bytes[offset + i];
        if (flash->unstable[offset + i] != 0) {
            bytes[i] ^= (uint8_t)(next_random(flash) & flash->unstable[offset + i]);
        }
    }
    return 0;
}

const uint8_t *thimble_flash_address(void *context, uint32_t offset)
{
    return ((const flash_model_t *)context)->bytes + offset;
}

void thimble_flash_idle(void *context)
{
    (void)context;
}
