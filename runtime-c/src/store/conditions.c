/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what a package must be for this device to take it. */
#include "conditions.h"

#include <string.h>

static int is_zero(const uint8_t *bytes, uint32_t count)
{
    uint32_t i;
    for (i = 0; i < count; i++) {
        if (bytes[i] != 0) {
            return 0;
        }
    }
    return 1;
}

/* Who it was made for, and what for: the program of this firmware is that of the factory's image. */
static int check_device(const thimble_conditions_t *c, const thimble_manifest_t *m)
{
    const uint8_t *const factory = (const uint8_t *)c->device->factory;
    if (memcmp(m->vendor, c->device->vendor, sizeof m->vendor) != 0) {
        return THIMBLE_UPDATE_VENDOR;
    }
    if (memcmp(m->device_class, c->device->device_class, sizeof m->device_class) != 0) {
        return THIMBLE_UPDATE_CLASS;
    }
    if (m->for_one_device != 0 && (is_zero(c->device->device, sizeof m->device)
                                   || memcmp(m->device, c->device->device, sizeof m->device) != 0)) {
        return THIMBLE_UPDATE_DEVICE;
    }
    if (memcmp(m->architecture, factory + THIMBLE_HEADER_ARCHITECTURE_AT, sizeof m->architecture) != 0) {
        return THIMBLE_UPDATE_ARCHITECTURE;
    }
    if (memcmp(m->quantization, factory + THIMBLE_HEADER_QUANTIZATION_AT, sizeof m->quantization) != 0) {
        return THIMBLE_UPDATE_QUANTIZATION;
    }
    if (memcmp(m->program, factory + THIMBLE_HEADER_PROGRAM_AT, sizeof m->program) != 0) {
        return THIMBLE_UPDATE_PROGRAM;
    }
    if (c->device->fixed_vocabulary != 0
        && memcmp(m->vocabulary, factory + THIMBLE_HEADER_VOCABULARY_AT, sizeof m->vocabulary) != 0) {
        return THIMBLE_UPDATE_VOCABULARY;
    }
    return THIMBLE_UPDATE_OK;
}

/* Whether it is newer. That of an image that is damaged may come again. */
static int check_sequence(const thimble_conditions_t *c, const thimble_manifest_t *m)
{
    if (c->log->phase == THIMBLE_LOG_READY || c->log->phase == THIMBLE_LOG_TRIAL) {
        return THIMBLE_UPDATE_BUSY;
    }
    if (m->sequence > c->log->sequence || (m->sequence == c->log->sequence && c->running != c->log->running)) {
        return THIMBLE_UPDATE_OK;
    }
    if (m->sequence == c->log->sequence && c->running < THIMBLE_FLASH_SLOTS
        && memcmp(m->image_digest, c->log->digest[c->running], sizeof m->image_digest) == 0) {
        return THIMBLE_UPDATE_INSTALLED;
    }
    return THIMBLE_UPDATE_OLD;
}

static int check_base(const thimble_conditions_t *c, const thimble_manifest_t *m)
{
    uint8_t digest[THIMBLE_SHA256_BYTES];
    if (m->kind != THIMBLE_PAYLOAD_PARTS) {
        return THIMBLE_UPDATE_OK;
    }
    thimble_image_digest(c->base, c->base_bytes, c->device->flash, digest);
    return memcmp(digest, m->base, sizeof digest) == 0 ? THIMBLE_UPDATE_OK : THIMBLE_UPDATE_BASE;
}

static int check_sizes(const thimble_flash_shape_data *shape, const thimble_manifest_t *m)
{
    const int whole = m->kind != THIMBLE_PAYLOAD_IMAGE
                      || (m->payload_bytes == m->image_bytes
                          && memcmp(m->payload_digest, m->image_digest, sizeof m->image_digest) == 0);
    return whole && m->image_bytes <= shape->slot_bytes && m->image_bytes >= THIMBLE_HEADER_BYTES ? THIMBLE_UPDATE_OK
                                                                                          : THIMBLE_UPDATE_SIZE;
}

THIMBLE_SHARED
unsigned thimble_conditions_revoked(const thimble_update_keys_data *keys, unsigned revoked, const thimble_manifest_t *m)
{
    const uint8_t *const key = m->revokes != 0 ? thimble_keys_find(keys, revoked, m->revoked) : NULL;
    unsigned i;
    for (i = 0; key != NULL && i < THIMBLE_UPDATE_KEYS; i++) {
        if (key == keys->slots[i]) {
            return 1u << i;
        }
    }
    return 0;
}

/*
 * A key that revokes itself would leave none. What was revoked before is read once more: neither a fault when the log
 * was read first, nor one when the package began, may be enough for a key to be trusted again, now or by a new record.
 */
static int check_revocation(const thimble_conditions_t *c, const thimble_manifest_t *m)
{
    const unsigned revoked = thimble_conditions_revoked(c->device->keys, c->log->revoked, m);
    thimble_log_t again;
    unsigned i;
    thimble_log_read(&again, c->device->flash, c->shape);
    if (again.revoked != c->log->revoked || again.revoked != c->package->revoked) {
        return THIMBLE_UPDATE_KEY;
    }
    for (i = 0; i < THIMBLE_UPDATE_KEYS; i++) {
        if ((revoked >> i & 1u) != 0 && c->package->key == c->device->keys->slots[i]) {
            return THIMBLE_UPDATE_KEY;
        }
    }
    return THIMBLE_UPDATE_OK;
}

THIMBLE_SHARED
int thimble_conditions_check(const thimble_conditions_t *c)
{
    const thimble_manifest_t *const m = thimble_package_manifest(c->package);
    int reason = check_device(c, m);
    reason = reason != THIMBLE_UPDATE_OK ? reason : check_sequence(c, m);
    reason = reason != THIMBLE_UPDATE_OK ? reason : check_sizes(c->shape, m);
    reason = reason != THIMBLE_UPDATE_OK ? reason : check_revocation(c, m);
    return reason != THIMBLE_UPDATE_OK ? reason : check_base(c, m);
}
