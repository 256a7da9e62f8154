/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the record of an update, deterministic CBOR in a COSE_Mac0 (RFC 9052, section 6.2). */
#include <string.h>

#include "cbor.h"
#include "mac0.h"
#include "mask.h"
#include "thimble/fleet.h"

#define VERSION 1u
#define DIGEST_BYTES 32u
#define ID_BYTES 16u

/* Keys of the payload. */
enum { KEY_VERSION = 1, KEY_BASE, KEY_PART, KEY_ROUND, KEY_EXAMPLES, KEY_KIND, KEY_SHIFT, KEY_VALUES, KEY_BITMAP };

/* Where the next byte is written. */
typedef struct {
    uint8_t *at;
} writer_t;

/* What a record is of. */
typedef struct {
    const thimble_fleet_task_data *task;
    const thimble_fleet_device_data *device;
    const int8_t *values;
    const thimble_fleet_peer_data *peers;
    uint32_t peer_count;
    uint32_t examples;
    uint32_t kept; /* values other than 0 */
} update_t;

static void put(writer_t *writer, const uint8_t *bytes, size_t count)
{
    memcpy(writer->at, bytes, count);
    writer->at += count;
}

static void put_head(writer_t *writer, unsigned major, uint32_t argument)
{
    writer->at += thimble_cbor_write_head(writer->at, major, argument);
}

static void put_number(writer_t *writer, unsigned key, uint32_t number)
{
    put_head(writer, THIMBLE_CBOR_UNSIGNED, key);
    put_head(writer, THIMBLE_CBOR_UNSIGNED, number);
}

static void put_bytes_head(writer_t *writer, unsigned key, uint32_t count)
{
    put_head(writer, THIMBLE_CBOR_UNSIGNED, key);
    put_head(writer, THIMBLE_CBOR_BYTES, count);
}

static void put_word(writer_t *writer, uint32_t word)
{
    const uint8_t bytes[4] = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16), (uint8_t)(word >> 24)};
    put(writer, bytes, sizeof bytes);
}

static void put_dense(writer_t *writer, const update_t *update)
{
    const uint32_t count = update->task->parameters;
    uint32_t i;
    put_bytes_head(writer, KEY_VALUES, count);
    for (i = 0; i < count; i++) {
        *writer->at++ = (uint8_t)update->values[i];
    }
}

/* What is not 0, and a bit for each value: 1 where it is not. */
static void put_sparse(writer_t *writer, const update_t *update)
{
    const uint32_t count = update->task->parameters;
    const uint32_t bytes = (count + 7u) / 8u;
    uint32_t i;
    put_bytes_head(writer, KEY_VALUES, update->kept);
    for (i = 0; i < count; i++) {
        if (update->values[i] != 0) {
            *writer->at++ = (uint8_t)update->values[i];
        }
    }
    put_bytes_head(writer, KEY_BITMAP, bytes);
    memset(writer->at, 0, bytes);
    for (i = 0; i < count; i++) {
        if (update->values[i] != 0) {
            writer->at[i / 8u] = (uint8_t)(writer->at[i / 8u] | 1u << i % 8u);
        }
    }
    writer->at += bytes;
}

/* Word i of what is to be added: values count as often as there are examples, and behind them stands how many. */
static uint32_t plain_word(const update_t *update, uint32_t i)
{
    const int32_t examples = (int32_t)update->examples;
    return (uint32_t)(i < update->task->parameters ? examples * update->values[i] : examples);
}

static void put_masked(writer_t *writer, const update_t *update)
{
    const uint32_t count = update->task->parameters + 1u;
    uint32_t from;
    put_bytes_head(writer, KEY_VALUES, 4u * count);
    for (from = 0; from < count; from += THIMBLE_MASK_WORDS) {
        const uint32_t left = count - from;
        const uint32_t taken = left < THIMBLE_MASK_WORDS ? left : THIMBLE_MASK_WORDS;
        uint32_t words[THIMBLE_MASK_WORDS] = {0};
        uint32_t i;
        thimble_mask_add(words, from / THIMBLE_MASK_WORDS, update->device->id, update->peers, update->peer_count);
        for (i = 0; i < taken; i++) {
            put_word(writer, words[i] + plain_word(update, from + i));
        }
    }
}

/* How many examples stand there for all to read: where words are masked, their number is one of these. */
static uint32_t told_examples(const update_t *update)
{
    return update->task->kind == THIMBLE_FLEET_MASKED ? 1u : update->examples;
}

static void put_payload(writer_t *writer, const update_t *update)
{
    const thimble_fleet_task_data *const task = update->task;
    put_head(writer, THIMBLE_CBOR_MAP, task->kind == THIMBLE_FLEET_SPARSE ? KEY_BITMAP : KEY_VALUES);
    put_number(writer, KEY_VERSION, VERSION);
    put_bytes_head(writer, KEY_BASE, DIGEST_BYTES);
    put(writer, task->base, DIGEST_BYTES);
    put_bytes_head(writer, KEY_PART, ID_BYTES);
    put(writer, task->part, ID_BYTES);
    put_number(writer, KEY_ROUND, task->round);
    put_number(writer, KEY_EXAMPLES, told_examples(update));
    put_number(writer, KEY_KIND, task->kind);
    put_number(writer, KEY_SHIFT, task->shift);
    if (task->kind == THIMBLE_FLEET_DENSE) {
        put_dense(writer, update);
    } else if (task->kind == THIMBLE_FLEET_SPARSE) {
        put_sparse(writer, update);
    } else {
        put_masked(writer, update);
    }
}

/* Bytes that a head takes. */
static uint32_t head_bytes(uint32_t argument)
{
    uint8_t head[THIMBLE_CBOR_HEAD_BYTES];
    return (uint32_t)thimble_cbor_write_head(head, THIMBLE_CBOR_UNSIGNED, argument);
}

/* Bytes of a byte string under a key. */
static uint32_t string_bytes(uint32_t count)
{
    return 1u + head_bytes(count) + count;
}

/* Bytes of the payload: what put_payload writes. */
static uint32_t payload_bytes(const update_t *update)
{
    const thimble_fleet_task_data *const task = update->task;
    const uint32_t fixed = 1u + 2u + string_bytes(DIGEST_BYTES) + string_bytes(ID_BYTES) + 2u + 2u;
    const uint32_t numbers = 1u + head_bytes(task->round) + 1u + head_bytes(told_examples(update));
    if (task->kind == THIMBLE_FLEET_DENSE) {
        return fixed + numbers + string_bytes(task->parameters);
    }
    if (task->kind == THIMBLE_FLEET_SPARSE) {
        return fixed + numbers + string_bytes(update->kept) + string_bytes((task->parameters + 7u) / 8u);
    }
    return fixed + numbers + string_bytes(4u * (task->parameters + 1u));
}

/* The code of what stands from the payload's head on. */
static void put_code(writer_t *writer, const uint8_t *payload, const uint8_t *key)
{
    const size_t count = (size_t)(writer->at - payload);
    put_head(writer, THIMBLE_CBOR_BYTES, THIMBLE_MAC0_CODE_BYTES);
    thimble_mac0_write_code(writer->at, key, THIMBLE_MAC0_UPDATE, payload, count);
    writer->at += THIMBLE_MAC0_CODE_BYTES;
}

static uint32_t count_kept(const int8_t *values, uint32_t count)
{
    uint32_t found = 0;
    uint32_t i;
    for (i = 0; i < count; i++) {
        found += values[i] != 0 ? 1u : 0u;
    }
    return found;
}

THIMBLE_SHARED
size_t thimble_fleet_write(uint8_t *record, const thimble_fleet_task_data *task,
                           const thimble_fleet_device_data *device, uint32_t examples, const int8_t *values,
                           const thimble_fleet_peer_data *peers, uint32_t peer_count)
{
    writer_t writer;
    update_t update;
    const uint8_t *payload;
    writer.at = record;
    update.task = task;
    update.device = device;
    update.values = values;
    update.peers = peers;
    update.peer_count = peer_count;
    update.examples = examples;
    update.kept = count_kept(values, task->parameters);
    thimble_mac0_write_head(writer.at, device->id);
    writer.at += THIMBLE_MAC0_HEAD_BYTES;
    payload = writer.at;
    put_head(&writer, THIMBLE_CBOR_BYTES, payload_bytes(&update));
    put_payload(&writer, &update);
    put_code(&writer, payload, device->key);
    return (size_t)(writer.at - record);
}
