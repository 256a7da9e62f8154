/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: takes a package into the slot that does not run. */
#include <string.h>

#include "boot.h"
#include "conditions.h"
#include "parts.h"

/* Bytes of an old image that are copied at a time. */
#define COPIED_BYTES 64u

typedef struct {
    const thimble_update_device_data *device;
    const uint8_t *base; /* the image that runs */
    uint32_t base_bytes;
    uint32_t received; /* bytes of the package */
    uint8_t reason;
    uint8_t writing; /* 1: the slot is being written */
    uint8_t whole;   /* 1: all of the package has come */
    uint8_t running; /* slot of the base */
    thimble_log_t log;
    thimble_slot_writer_t writer;
    thimble_parts_t parts;
    thimble_package_t package;
} update_t;

/* Fails to compile where a package under way takes more memory than is said. */
typedef char update_fits_t[sizeof(update_t) <= THIMBLE_UPDATE_RAM_BYTES ? 1 : -1];

static update_t *opened(thimble_update_data *update)
{
    return (update_t *)(void *)update;
}

THIMBLE_SHARED
void thimble_update_begin(thimble_update_data *update, const thimble_update_device_data *device)
{
    update_t *const u = opened(update);
    thimble_flash_shape_data shape;
    thimble_update_boot_data boot;
    memset(u, 0, sizeof *u);
    u->device = device;
    thimble_flash_shape(device->flash, &shape);
    thimble_log_read(&u->log, device->flash, &shape);
    thimble_boot_choose(&u->log, device, &shape, &boot);
    u->base = (const uint8_t *)boot.image;
    u->base_bytes = boot.image_bytes;
    u->running = boot.slot;
    thimble_package_begin(&u->package, device->keys, u->log.revoked);
}

static int check(const update_t *u, const thimble_flash_shape_data *shape)
{
    const thimble_conditions_t conditions = {
        u->device, shape, &u->log, &u->package, u->base, u->base_bytes, u->running,
    };
    return thimble_conditions_check(&conditions);
}

static int append(update_t *u, const thimble_flash_shape_data *shape)
{
    return thimble_log_append(&u->log, u->device->flash, shape) ? THIMBLE_UPDATE_OK : THIMBLE_UPDATE_FLASH;
}

/* Whether the slot is being written with this image already. */
static int is_taken_up(const update_t *u, const thimble_manifest_t *m)
{
    const uint8_t slot = u->log.candidate;
    return u->log.phase == THIMBLE_LOG_WRITING && slot != u->running && u->log.pending == m->sequence
           && u->log.bytes[slot] == m->image_bytes
           && memcmp(u->log.digest[slot], m->image_digest, sizeof m->image_digest) == 0;
}

/* A slot that does not run. */
static uint8_t free_slot(const update_t *u)
{
    return u->running == 0 ? 1 : 0;
}

/*
 * Makes the slot ready. Before anything in it is touched, a record that says so has been written and read back since
 * the device started: one that a cut has left in doubt may read as another the next time.
 */
static int prepare(update_t *u, const thimble_flash_shape_data *shape, const thimble_manifest_t *m)
{
    thimble_log_t *const log = &u->log;
    uint32_t kept = 0;
    uint8_t anew = 0;
    if (is_taken_up(u, m)) {
        kept = thimble_slot_written(u->device->flash, shape, log->candidate, m->image_bytes);
        anew = 1;
    } else {
        log->phase = THIMBLE_LOG_ERASING;
        log->candidate = free_slot(u);
        log->pending = m->sequence;
        log->bytes[log->candidate] = m->image_bytes;
        memcpy(log->digest[log->candidate], m->image_digest, sizeof m->image_digest);
    }
    if (append(u, shape) != THIMBLE_UPDATE_OK) {
        return THIMBLE_UPDATE_FLASH;
    }
    if (anew == 0) {
        if (!thimble_slot_erase(u->device->flash, shape, log->candidate, m->image_bytes)) {
            return THIMBLE_UPDATE_FLASH;
        }
        log->phase = THIMBLE_LOG_WRITING;
        if (append(u, shape) != THIMBLE_UPDATE_OK) {
            return THIMBLE_UPDATE_FLASH;
        }
    }
    thimble_slot_begin(&u->writer, shape, log->candidate, kept);
    u->writer.anew = anew;
    thimble_parts_begin(&u->parts);
    u->writing = 1;
    return THIMBLE_UPDATE_OK;
}

static void put(update_t *u, const thimble_flash_shape_data *shape, const uint8_t *bytes, uint32_t count)
{
    thimble_slot_put(&u->writer, u->device->flash, shape, bytes, count);
}

/* Copies the old image up to an offset; 0 where it does not reach so far. */
static int copy(update_t *u, const thimble_flash_shape_data *shape, uint32_t to)
{
    uint8_t bytes[COPIED_BYTES];
    if (to > u->writer.at && to > u->base_bytes) {
        return 0;
    }
    while (u->writer.at < to && u->writer.failed == 0) {
        const uint32_t left = to - u->writer.at;
        const uint32_t count = left < COPIED_BYTES ? left : COPIED_BYTES;
        memcpy(bytes, u->base + u->writer.at, count);
        put(u, shape, bytes, count);
    }
    return 1;
}

static int take_parts(update_t *u, const thimble_flash_shape_data *shape, const uint8_t *bytes, uint32_t count)
{
    const uint32_t image_bytes = u->log.bytes[u->log.candidate];
    while (count > 0) {
        uint32_t used;
        const int found = thimble_parts_read(&u->parts, bytes, count, &used);
        if (found == THIMBLE_PARTS_BAD) {
            return THIMBLE_UPDATE_PAYLOAD;
        }
        if (found == THIMBLE_PARTS_BYTES) {
            if (u->parts.at > image_bytes || !copy(u, shape, u->parts.at - used)) {
                return THIMBLE_UPDATE_PAYLOAD;
            }
            put(u, shape, bytes, used);
        }
        bytes += used;
        count -= used;
    }
    return THIMBLE_UPDATE_OK;
}

static int take(update_t *u, const thimble_flash_shape_data *shape, const uint8_t *bytes, uint32_t count)
{
    int reason = THIMBLE_UPDATE_OK;
    if (thimble_package_manifest(&u->package)->kind == THIMBLE_PAYLOAD_PARTS) {
        reason = take_parts(u, shape, bytes, count);
    } else {
        put(u, shape, bytes, count);
    }
    return reason == THIMBLE_UPDATE_OK && u->writer.failed != 0 ? THIMBLE_UPDATE_FLASH : reason;
}

/* A package that ended early is taken up another time; any other that was refused is not. */
static int refuse(update_t *u, const thimble_flash_shape_data *shape, int reason)
{
    u->reason = (uint8_t)reason;
    if (u->writing != 0 && reason != THIMBLE_UPDATE_TRUNCATED) {
        u->writing = 0;
        (void)thimble_log_give_up(&u->log, u->device->flash, shape);
    }
    return reason;
}

static int handle(update_t *u, const thimble_flash_shape_data *shape, int event, const uint8_t *bytes, uint32_t count)
{
    int reason;
    switch (event) {
    case THIMBLE_PACKAGE_MANIFEST:
        reason = check(u, shape);
        if (reason == THIMBLE_UPDATE_OK && thimble_package_authenticated(&u->package) == THIMBLE_PACKAGE_AUTHENTIC) {
            return prepare(u, shape, thimble_package_manifest(&u->package));
        }
        return reason != THIMBLE_UPDATE_OK ? reason : THIMBLE_UPDATE_SIGNATURE;
    case THIMBLE_PACKAGE_PAYLOAD:
        return take(u, shape, bytes, count);
    case THIMBLE_PACKAGE_COMPLETE:
        u->whole = 1;
        return THIMBLE_UPDATE_OK;
    case THIMBLE_PACKAGE_MORE:
        return THIMBLE_UPDATE_OK;
    default:
        return thimble_package_reason(&u->package);
    }
}

THIMBLE_SHARED
int thimble_update_feed(thimble_update_data *update, const void *bytes, size_t count)
{
    update_t *const u = opened(update);
    const uint8_t *next = (const uint8_t *)bytes;
    thimble_flash_shape_data shape;
    int event;
    if (u->reason != THIMBLE_UPDATE_OK) {
        return u->reason;
    }
    thimble_flash_shape(u->device->flash, &shape);
    do {
        size_t used = 0;
        int reason;
        event = thimble_package_read(&u->package, next, count, &used);
        reason = handle(u, &shape, event, next, (uint32_t)used);
        if (reason != THIMBLE_UPDATE_OK) {
            return refuse(u, &shape, reason);
        }
        next += used;
        count -= used;
        u->received += (uint32_t)used;
    } while (count > 0 || event == THIMBLE_PACKAGE_MANIFEST || event == THIMBLE_PACKAGE_PAYLOAD);
    return THIMBLE_UPDATE_OK;
}

THIMBLE_SHARED
int thimble_update_feed_at(thimble_update_data *update, uint32_t at, const void *bytes, size_t count)
{
    const update_t *const u = opened(update);
    if (u->reason == THIMBLE_UPDATE_OK && at != u->received) {
        return THIMBLE_UPDATE_ORDER;
    }
    return thimble_update_feed(update, bytes, count);
}

THIMBLE_SHARED
uint32_t thimble_update_received(const thimble_update_data *update)
{
    return ((const update_t *)(const void *)update)->received;
}

/* A payload that is an image lies in its slot as it was sent; whether it is the signed one is found out at its end. */
THIMBLE_SHARED
int thimble_update_skip(thimble_update_data *update)
{
    update_t *const u = opened(update);
    if (u->reason == THIMBLE_UPDATE_OK && u->writing != 0 && u->writer.at < u->writer.kept
        && thimble_package_manifest(&u->package)->kind != THIMBLE_PAYLOAD_PARTS) {
        const uint32_t count = u->writer.kept - u->writer.at;
        u->reason = (uint8_t)thimble_package_resume(&u->package, count);
        u->writer.at += count;
        u->received += count;
    }
    return u->reason;
}

/* The rest of an image of parts is the old one's. */
static int complete(update_t *u, const thimble_flash_shape_data *shape)
{
    const uint32_t image_bytes = u->log.bytes[u->log.candidate];
    if (thimble_package_manifest(&u->package)->kind == THIMBLE_PAYLOAD_PARTS
        && (!thimble_parts_are_all(&u->parts) || !copy(u, shape, image_bytes))) {
        return THIMBLE_UPDATE_PAYLOAD;
    }
    if (!thimble_slot_end(&u->writer, u->device->flash, shape)) {
        return THIMBLE_UPDATE_FLASH;
    }
    return u->writer.at == image_bytes ? THIMBLE_UPDATE_OK : THIMBLE_UPDATE_PAYLOAD;
}

/*
 * The image as it lies in its slot is the one that was signed, and it is for this code. What was signed is asked for
 * once more: a fault in the first check must not be enough.
 */
static int commit(update_t *u, const thimble_flash_shape_data *shape)
{
    const uint8_t *const factory = (const uint8_t *)u->device->factory;
    const uint8_t *const image = thimble_slot_find(&u->log, u->device->flash, shape, u->log.candidate);
    if (image == NULL) {
        return THIMBLE_UPDATE_RESULT;
    }
    if (memcmp(image, factory, 8) != 0
        || memcmp(image + THIMBLE_HEADER_PROGRAM_AT, factory + THIMBLE_HEADER_PROGRAM_AT, 32) != 0) {
        return THIMBLE_UPDATE_PROGRAM;
    }
    if (thimble_package_authenticated(&u->package) != THIMBLE_PACKAGE_AUTHENTIC) {
        return THIMBLE_UPDATE_SIGNATURE;
    }
    u->log.revoked |= (uint8_t)thimble_conditions_revoked(u->device->keys, u->log.revoked,
                                                          thimble_package_manifest(&u->package));
    u->log.phase = THIMBLE_LOG_READY;
    return append(u, shape);
}

THIMBLE_SHARED
int thimble_update_end(thimble_update_data *update)
{
    update_t *const u = opened(update);
    thimble_flash_shape_data shape;
    int reason;
    if (u->reason != THIMBLE_UPDATE_OK) {
        return u->reason;
    }
    thimble_flash_shape(u->device->flash, &shape);
    reason = thimble_package_end(&u->package);
    if (reason == THIMBLE_UPDATE_OK && u->whole == 0) {
        reason = THIMBLE_UPDATE_TRUNCATED;
    }
    reason = reason != THIMBLE_UPDATE_OK ? reason : complete(u, &shape);
    reason = reason != THIMBLE_UPDATE_OK ? reason : commit(u, &shape);
    if (reason != THIMBLE_UPDATE_OK) {
        return refuse(u, &shape, reason);
    }
    u->writing = 0;
    return THIMBLE_UPDATE_OK;
}
