/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the log of updates. */
#include "log.h"

#include <string.h>

#include "sha256.h"

#define MAGIC 0x474C4854u

/* Where a record has what. */
enum {
    AT_MAGIC = 0,
    AT_SERIAL = 4,
    AT_SEQUENCE = 8,
    AT_PENDING = 16,
    AT_BYTES = 24,
    AT_DIGEST = 32,
    AT_PHASE = 96,
    AT_RUNNING = 97,
    AT_CANDIDATE = 98,
    AT_REVOKED = 99,
    AT_CHECK = 100
};

#define CHECK_BYTES (THIMBLE_LOG_RECORD_BYTES - AT_CHECK)

static void put(uint8_t *bytes, uint64_t value, uint32_t count)
{
    uint32_t i;
    for (i = 0; i < count; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

static uint64_t get(const uint8_t *bytes, uint32_t count)
{
    uint64_t value = 0;
    uint32_t i;
    for (i = count; i > 0; i--) {
        value = value << 8 | bytes[i - 1];
    }
    return value;
}

static void check_of(const uint8_t *record, uint8_t *digest)
{
    thimble_sha256_t hash;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, record, AT_CHECK);
    thimble_sha256_finish(&hash, digest);
}

static void encode(const thimble_log_t *log, uint32_t serial, uint8_t *record)
{
    uint8_t digest[THIMBLE_SHA256_BYTES];
    uint32_t slot;
    put(record + AT_MAGIC, MAGIC, 4);
    put(record + AT_SERIAL, serial, 4);
    put(record + AT_SEQUENCE, log->sequence, 8);
    put(record + AT_PENDING, log->pending, 8);
    for (slot = 0; slot < THIMBLE_FLASH_SLOTS; slot++) {
        put(record + AT_BYTES + 4 * slot, log->bytes[slot], 4);
        memcpy(record + AT_DIGEST + 32 * slot, log->digest[slot], 32);
    }
    record[AT_PHASE] = log->phase;
    record[AT_RUNNING] = log->running;
    record[AT_CANDIDATE] = log->candidate;
    record[AT_REVOKED] = log->revoked;
    check_of(record, digest);
    memcpy(record + AT_CHECK, digest, CHECK_BYTES);
}

static void decode(thimble_log_t *log, const uint8_t *record)
{
    uint32_t slot;
    log->serial = (uint32_t)get(record + AT_SERIAL, 4);
    log->sequence = get(record + AT_SEQUENCE, 8);
    log->pending = get(record + AT_PENDING, 8);
    for (slot = 0; slot < THIMBLE_FLASH_SLOTS; slot++) {
        log->bytes[slot] = (uint32_t)get(record + AT_BYTES + 4 * slot, 4);
        memcpy(log->digest[slot], record + AT_DIGEST + 32 * slot, 32);
    }
    log->phase = record[AT_PHASE];
    log->running = record[AT_RUNNING];
    log->candidate = record[AT_CANDIDATE];
    log->revoked = record[AT_REVOKED];
}

/* What a record says is trusted as far as its check goes, and no further than to a slot that there is. */
static int is_record(const uint8_t *record)
{
    uint8_t digest[THIMBLE_SHA256_BYTES];
    if (get(record + AT_MAGIC, 4) != MAGIC || get(record + AT_SERIAL, 4) == 0 || record[AT_PHASE] > THIMBLE_LOG_TRIAL
        || record[AT_RUNNING] > THIMBLE_LOG_FACTORY || record[AT_CANDIDATE] >= THIMBLE_FLASH_SLOTS) {
        return 0;
    }
    check_of(record, digest);
    return memcmp(record + AT_CHECK, digest, CHECK_BYTES) == 0;
}

static uint32_t places_of_block(const thimble_flash_shape_data *shape)
{
    return shape->block_bytes / THIMBLE_LOG_RECORD_BYTES;
}

static uint32_t places(const thimble_flash_shape_data *shape)
{
    return shape->log_bytes / shape->block_bytes * places_of_block(shape);
}

static uint32_t offset_of(const thimble_flash_shape_data *shape, uint32_t place)
{
    return shape->log + place / places_of_block(shape) * shape->block_bytes
           + place % places_of_block(shape) * THIMBLE_LOG_RECORD_BYTES;
}

THIMBLE_SHARED
void thimble_log_read(thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape)
{
    uint8_t record[THIMBLE_LOG_RECORD_BYTES];
    uint32_t place;
    memset(log, 0, sizeof *log);
    log->running = THIMBLE_LOG_FACTORY;
    for (place = 0; place < places(shape); place++) {
        if (thimble_flash_read(flash, offset_of(shape, place), record, sizeof record) == 0 && is_record(record)
            && (uint32_t)get(record + AT_SERIAL, 4) > log->serial) {
            decode(log, record);
            log->next = (place + 1) % places(shape);
        }
    }
}

static int is_erased(const uint8_t *record, uint8_t erased)
{
    uint32_t i;
    for (i = 0; i < THIMBLE_LOG_RECORD_BYTES; i++) {
        if (record[i] != erased) {
            return 0;
        }
    }
    return 1;
}

/*
 * Whether a place can be written: the first of a block after an erasure, any other as it is. What a cut has left there
 * is passed over. The newest record is never in the block that is erased, for its places come before this one's.
 */
static int is_free(void *flash, const thimble_flash_shape_data *shape, uint32_t place)
{
    uint8_t record[THIMBLE_LOG_RECORD_BYTES];
    if (place % places_of_block(shape) == 0 && thimble_flash_erase(flash, offset_of(shape, place)) != 0) {
        return 0;
    }
    return thimble_flash_read(flash, offset_of(shape, place), record, sizeof record) == 0
           && is_erased(record, shape->erased);
}

static int holds(void *flash, uint32_t offset, const uint8_t *record)
{
    uint8_t read[THIMBLE_LOG_RECORD_BYTES];
    return thimble_flash_read(flash, offset, read, sizeof read) == 0 && memcmp(read, record, sizeof read) == 0;
}

/*
 * Tries places one after the other, once around the log but for the block of the newest record: a new device has none,
 * and begins with the first block.
 */
THIMBLE_SHARED
int thimble_log_append(thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape)
{
    const uint32_t all = places(shape);
    const uint32_t in_block = places_of_block(shape);
    const uint32_t newest = (log->next + all - 1) % all / in_block;
    uint8_t record[THIMBLE_LOG_RECORD_BYTES];
    uint32_t place = log->next;
    uint32_t tried;
    if (log->serial == 0xFFFFFFFFu) {
        return 0;
    }
    encode(log, log->serial + 1, record);
    for (tried = 0; tried < all; tried++) {
        const uint32_t offset = offset_of(shape, place);
        if (log->serial != 0 && place % in_block == 0 && place / in_block == newest) {
            return 0;
        }
        if (is_free(flash, shape, place)) {
            (void)thimble_flash_write(flash, offset, record, sizeof record);
            if (holds(flash, offset, record)) {
                log->serial++;
                log->next = (place + 1) % all;
                return 1;
            }
        }
        place = (place + 1) % all;
        thimble_flash_idle(flash);
    }
    return 0;
}

THIMBLE_SHARED
int thimble_log_give_up(thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape)
{
    log->phase = THIMBLE_LOG_IDLE;
    log->bytes[log->candidate] = 0;
    log->pending = 0;
    return thimble_log_append(log, flash, shape);
}
