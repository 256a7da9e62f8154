/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a device that takes an update; update_life.h describes it. */
#include "update_life.h"

#include <string.h>

#include "sha256.h"

#include MODEL_HEADER

enum { MOST_CHUNK = 700 };

thimble_flash_shape_data update_life_shape(int layout, uint32_t image_bytes)
{
    static const uint32_t blocks[UPDATE_LAYOUTS] = {256, 1024, 2048, 4096, 131072};
    static const uint32_t units[UPDATE_LAYOUTS] = {1, 16, 8, 4, 32};
    thimble_flash_shape_data shape;
    memset(&shape, 0, sizeof shape);
    shape.block_bytes = blocks[layout];
    shape.unit_bytes = units[layout];
    shape.erased = layout == 2 ? 0x00 : 0xFF;
    shape.slot_bytes = (image_bytes + shape.block_bytes - 1) / shape.block_bytes * shape.block_bytes;
    shape.log = 0;
    shape.log_bytes = (layout == 0 ? 4 : 2) * shape.block_bytes;
    shape.slots[0] = shape.log_bytes;
    shape.slots[1] = shape.slots[0] + shape.slot_bytes;
    return shape;
}

void update_life_device(thimble_update_device_data *device, const uint8_t *described, flash_model_t *flash)
{
    static thimble_update_keys_data keys;
    memset(device, 0, sizeof *device);
    memcpy(&keys, described, sizeof keys);
    memcpy(device->vendor, described + sizeof keys, 16);
    memcpy(device->device_class, described + sizeof keys + 16, 16);
    memcpy(device->device, described + sizeof keys + 32, 16);
    device->keys = &keys;
    device->flash = flash;
    device->factory = MODEL_FACTORY(&device->factory_bytes);
}

static int is_image(const thimble_update_boot_data *boot, const update_bytes_t *image)
{
    return boot->image_bytes == image->count && memcmp(boot->image, image->bytes, image->count) == 0;
}

/* A model that does not classify is lost. */
static int works(const thimble_update_boot_data *boot)
{
    static union {
        uint64_t aligned;
        uint8_t bytes[MODEL_ARENA_BYTES];
    } arena;
    static MODEL_T context;
    return MODEL_OPEN(&context, boot->image, boot->image_bytes, arena.bytes, sizeof arena.bytes) == THIMBLE_OK
           && MODEL_SELFTEST(&context, NULL) == THIMBLE_OK;
}

/* Bytes of the next chunk, of so many that are left. */
static uint32_t chunk_of(uint32_t *seed, size_t left)
{
    uint32_t count;
    *seed = *seed * 1664525u + 1013904223u;
    count = 1 + (*seed >> 8) % MOST_CHUNK;
    return count < left ? count : (uint32_t)left;
}

static int take(const thimble_update_device_data *device, const update_bytes_t *package, uint32_t seed)
{
    static thimble_update_data update;
    size_t at = 0;
    thimble_update_begin(&update, device);
    while (at < package->count) {
        const uint32_t count = chunk_of(&seed, package->count - at);
        const int reason = thimble_update_feed(&update, package->bytes + at, count);
        if (reason != THIMBLE_UPDATE_OK) {
            return reason;
        }
        if (seed >> 31 != 0) {
            /* Now and then, as a sender asks that can go on anywhere. */
            (void)thimble_update_skip(&update);
        }
        at = thimble_update_received(&update);
    }
    return thimble_update_end(&update);
}

/* The same for an image that the device makes. */
static int make(const thimble_update_device_data *device, const update_bytes_t *image, uint32_t seed)
{
    static thimble_update_data update;
    thimble_sha256_t hash;
    uint8_t digest[THIMBLE_SHA256_BYTES];
    size_t at = 0;
    int reason;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, image->bytes, image->count);
    thimble_sha256_finish(&hash, digest);
    reason = thimble_update_own_begin(&update, device, (uint32_t)image->count, digest);
    while (reason == THIMBLE_UPDATE_OK && at < image->count) {
        const uint32_t count = chunk_of(&seed, image->count - at);
        reason = thimble_update_own_feed(&update, image->bytes + at, count);
        at += count;
    }
    return reason == THIMBLE_UPDATE_OK ? thimble_update_own_end(&update) : reason;
}

static int is_made(const update_change_t *change, uint32_t seed)
{
    return change->way == UPDATE_OWN || (change->way == UPDATE_EITHER && seed % 2u == 0);
}

enum update_end update_life(const thimble_update_device_data *device, const update_change_t *change, uint32_t seed)
{
    const update_bytes_t *const before = change->before;
    thimble_update_boot_data boot;
    int reason;
    int is_new;
    thimble_update_boot(device, &boot);
    is_new = is_image(&boot, change->after);
    if (!is_new && !(before == NULL ? boot.image == device->factory : is_image(&boot, before))) {
        return UPDATE_LOST;
    }
    if (!works(&boot)) {
        return UPDATE_LOST;
    }
    if (boot.trial != 0 && thimble_update_confirm(device) != THIMBLE_UPDATE_OK) {
        return UPDATE_RESTART;
    }
    if (is_new) {
        return boot.trial != 0 ? UPDATE_RESTART : UPDATE_DONE;
    }
    reason = is_made(change, seed) ? make(device, change->after, seed) : take(device, change->package, seed);
    return reason == THIMBLE_UPDATE_OK || reason == THIMBLE_UPDATE_FLASH ? UPDATE_RESTART : UPDATE_WRONG;
}

uint32_t update_life_choose(
    flash_plan_t *plans, flash_plan_t first, uint32_t second, uint32_t doubles, uint32_t operations)
{
    const uint32_t seed = first.operation * 7919u + (uint32_t)first.fault * 104729u + second * 1299709u + 1u;
    plans[0] = first;
    if (doubles != 0) {
        plans[1].operation = 1 + second * operations / doubles + seed % (operations / doubles + 1);
        plans[1].fault = (enum flash_fault)(seed / 7u % FLASH_FAULTS);
    }
    return seed;
}
