/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: which image runs, and what becomes of one on trial. */
#include "boot.h"

#include <string.h>

static int takes(const thimble_log_t *log, const thimble_update_device_data *device,
                 const thimble_flash_shape_data *shape, uint8_t slot, thimble_update_boot_data *boot)
{
    const uint8_t *const image = thimble_slot_find(log, device->flash, shape, slot);
    if (image == NULL) {
        return 0;
    }
    boot->image = image;
    boot->image_bytes = log->bytes[slot];
    boot->slot = slot;
    return 1;
}

/* A slot that is being written, or that waits for its trial, is none to fall back to. */
static int is_settled(const thimble_log_t *log, uint8_t slot)
{
    return slot < THIMBLE_FLASH_SLOTS && (log->phase == THIMBLE_LOG_IDLE || slot != log->candidate);
}

THIMBLE_SHARED
void thimble_boot_choose(const thimble_log_t *log, const thimble_update_device_data *device,
                         const thimble_flash_shape_data *shape, thimble_update_boot_data *boot)
{
    uint8_t slot;
    boot->trial = 0;
    boot->sequence = log->sequence;
    if (is_settled(log, log->running) && takes(log, device, shape, log->running, boot)) {
        return;
    }
    for (slot = 0; log->running < THIMBLE_FLASH_SLOTS && slot < THIMBLE_FLASH_SLOTS; slot++) {
        if (slot != log->running && is_settled(log, slot) && takes(log, device, shape, slot, boot)) {
            return;
        }
    }
    boot->image = device->factory;
    boot->image_bytes = device->factory_bytes;
    boot->slot = THIMBLE_FLASH_SLOTS;
}

THIMBLE_SHARED
void thimble_update_boot(const thimble_update_device_data *device, thimble_update_boot_data *boot)
{
    thimble_flash_shape_data shape;
    thimble_log_t log;
    thimble_flash_shape(device->flash, &shape);
    thimble_log_read(&log, device->flash, &shape);
    if (log.phase == THIMBLE_LOG_TRIAL) {
        (void)thimble_log_give_up(&log, device->flash, &shape);
    } else if (log.phase == THIMBLE_LOG_READY) {
        /* That it was tried is on record before it is: an image that brings the device down is tried once. */
        log.phase = THIMBLE_LOG_TRIAL;
        if (thimble_log_append(&log, device->flash, &shape)) {
            if (takes(&log, device, &shape, log.candidate, boot)) {
                boot->trial = 1;
                boot->sequence = log.sequence;
                return;
            }
            (void)thimble_log_give_up(&log, device->flash, &shape);
        }
    }
    thimble_boot_choose(&log, device, &shape, boot);
}

THIMBLE_SHARED
int thimble_update_confirm(const thimble_update_device_data *device)
{
    thimble_flash_shape_data shape;
    thimble_log_t log;
    thimble_flash_shape(device->flash, &shape);
    thimble_log_read(&log, device->flash, &shape);
    if (log.phase != THIMBLE_LOG_TRIAL) {
        return THIMBLE_UPDATE_OK;
    }
    log.phase = THIMBLE_LOG_IDLE;
    log.running = log.candidate;
    log.sequence = log.pending;
    return thimble_log_append(&log, device->flash, &shape) ? THIMBLE_UPDATE_OK : THIMBLE_UPDATE_FLASH;
}

THIMBLE_SHARED
int thimble_update_reject(const thimble_update_device_data *device)
{
    thimble_flash_shape_data shape;
    thimble_log_t log;
    thimble_flash_shape(device->flash, &shape);
    thimble_log_read(&log, device->flash, &shape);
    if (log.phase != THIMBLE_LOG_TRIAL) {
        return THIMBLE_UPDATE_OK;
    }
    return thimble_log_give_up(&log, device->flash, &shape) ? THIMBLE_UPDATE_OK : THIMBLE_UPDATE_FLASH;
}
