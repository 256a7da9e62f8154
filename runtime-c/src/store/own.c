/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: takes an image of the device's own making into the slot that does not run. */
#include <string.h>

#include "boot.h"
#include "conditions.h"

typedef struct {
    const thimble_update_device_data *device;
    thimble_log_t log;
    thimble_slot_writer_t writer;
    uint8_t reason;
} own_t;

/* Fails to compile where an image under way takes more memory than is said. */
typedef char own_fits_t[sizeof(own_t) <= THIMBLE_UPDATE_RAM_BYTES ? 1 : -1];

static own_t *opened(thimble_update_data *update)
{
    return (own_t *)(void *)update;
}

static int append(own_t *own, const thimble_flash_shape_data *shape, uint8_t phase)
{
    own->log.phase = phase;
    return thimble_log_append(&own->log, own->device->flash, shape) ? THIMBLE_UPDATE_OK : THIMBLE_UPDATE_FLASH;
}

/* The sequence number stays that of the image that runs, so that the next package is taken as it would have been. */
static int prepare(own_t *own, const thimble_flash_shape_data *shape, uint32_t image_bytes, const uint8_t *digest)
{
    thimble_log_t *const log = &own->log;
    thimble_update_boot_data boot;
    thimble_boot_choose(log, own->device, shape, &boot);
    if (log->phase == THIMBLE_LOG_READY || log->phase == THIMBLE_LOG_TRIAL) {
        return THIMBLE_UPDATE_BUSY;
    }
    if (image_bytes < THIMBLE_HEADER_BYTES || image_bytes > shape->slot_bytes) {
        return THIMBLE_UPDATE_SIZE;
    }
    log->candidate = boot.slot == 0 ? 1 : 0;
    log->pending = log->sequence;
    log->bytes[log->candidate] = image_bytes;
    memcpy(log->digest[log->candidate], digest, sizeof log->digest[log->candidate]);
    if (append(own, shape, THIMBLE_LOG_ERASING) != THIMBLE_UPDATE_OK
        || !thimble_slot_erase(own->device->flash, shape, log->candidate, image_bytes)
        || append(own, shape, THIMBLE_LOG_WRITING) != THIMBLE_UPDATE_OK) {
        return THIMBLE_UPDATE_FLASH;
    }
    thimble_slot_begin(&own->writer, shape, log->candidate, 0);
    return THIMBLE_UPDATE_OK;
}

THIMBLE_SHARED
int thimble_update_own_begin(thimble_update_data *update, const thimble_update_device_data *device,
                             uint32_t image_bytes, const uint8_t *digest)
{
    own_t *const own = opened(update);
    thimble_flash_shape_data shape;
    memset(own, 0, sizeof *own);
    own->device = device;
    thimble_flash_shape(device->flash, &shape);
    thimble_log_read(&own->log, device->flash, &shape);
    own->reason = (uint8_t)prepare(own, &shape, image_bytes, digest);
    return own->reason;
}

static int refuse(own_t *own, const thimble_flash_shape_data *shape, int reason)
{
    own->reason = (uint8_t)reason;
    (void)thimble_log_give_up(&own->log, own->device->flash, shape);
    return reason;
}

THIMBLE_SHARED
int thimble_update_own_feed(thimble_update_data *update, const void *bytes, uint32_t count)
{
    own_t *const own = opened(update);
    thimble_flash_shape_data shape;
    if (own->reason != THIMBLE_UPDATE_OK) {
        return own->reason;
    }
    thimble_flash_shape(own->device->flash, &shape);
    if (count > own->log.bytes[own->log.candidate] - own->writer.at) {
        return refuse(own, &shape, THIMBLE_UPDATE_SIZE);
    }
    thimble_slot_put(&own->writer, own->device->flash, &shape, (const uint8_t *)bytes, count);
    return own->writer.failed == 0 ? THIMBLE_UPDATE_OK : refuse(own, &shape, THIMBLE_UPDATE_FLASH);
}

/* The image as it lies in its slot is the one that was announced, and it is for this code. */
static int check(own_t *own, const thimble_flash_shape_data *shape)
{
    const uint8_t *const factory = (const uint8_t *)own->device->factory;
    const uint8_t *image;
    if (!thimble_slot_end(&own->writer, own->device->flash, shape)) {
        return THIMBLE_UPDATE_FLASH;
    }
    image = thimble_slot_find(&own->log, own->device->flash, shape, own->log.candidate);
    if (image == NULL) {
        return THIMBLE_UPDATE_RESULT;
    }
    return memcmp(image, factory, 8) == 0
                   && memcmp(image + THIMBLE_HEADER_PROGRAM_AT, factory + THIMBLE_HEADER_PROGRAM_AT, 32) == 0
               ? THIMBLE_UPDATE_OK
               : THIMBLE_UPDATE_PROGRAM;
}

THIMBLE_SHARED
int thimble_update_own_end(thimble_update_data *update)
{
    own_t *const own = opened(update);
    thimble_flash_shape_data shape;
    int reason;
    if (own->reason != THIMBLE_UPDATE_OK) {
        return own->reason;
    }
    thimble_flash_shape(own->device->flash, &shape);
    reason = check(own, &shape);
    if (reason != THIMBLE_UPDATE_OK) {
        return refuse(own, &shape, reason);
    }
    own->reason = (uint8_t)append(own, &shape, THIMBLE_LOG_READY);
    return own->reason;
}
