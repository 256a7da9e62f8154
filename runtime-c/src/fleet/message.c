/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: a task as its server sends it to a device, deterministic CBOR in a COSE_Mac0. */
#include <string.h>

#include "mac0.h"
#include "thimble/fleet.h"

#define VERSION 1u

/* Entries of a task that is neither sparse nor noisy. */
#define LEAST_ENTRIES 10u
#define TRAINING_ENTRIES 5u
#define FRACTION_ITEMS 2u

/* Keys of the payload; those up to KEY_SHIFT are the record's. */
enum {
    KEY_VERSION = 1,
    KEY_BASE,
    KEY_PART,
    KEY_ROUND,
    KEY_EXAMPLES,
    KEY_KIND,
    KEY_SHIFT,
    KEY_PARAMETERS,
    KEY_CLIP,
    KEY_TRAINING,
    KEY_KEPT,
    KEY_NOISE
};

/* The next number, at most this. */
static uint32_t number(thimble_cbor_t *cbor, uint32_t most)
{
    const uint64_t value = thimble_cbor_head(cbor, THIMBLE_CBOR_UNSIGNED);
    if (value > most) {
        thimble_cbor_fail(cbor);
        return 0;
    }
    return (uint32_t)value;
}

static void expect_key(thimble_cbor_t *cbor, unsigned key)
{
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_UNSIGNED, key);
}

/* The number under a key, at most this. */
static uint32_t number_at(thimble_cbor_t *cbor, unsigned key, uint32_t most)
{
    expect_key(cbor, key);
    return number(cbor, most);
}

static void read_training(thimble_cbor_t *cbor, thimble_fleet_training_data *training)
{
    expect_key(cbor, KEY_TRAINING);
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_MAP, TRAINING_ENTRIES);
    training->rate = (int32_t)number_at(cbor, 1, THIMBLE_FLEET_ONE);
    training->momentum = (int32_t)number_at(cbor, 2, THIMBLE_FLEET_ONE - 1u);
    training->decay = (int32_t)number_at(cbor, 3, THIMBLE_FLEET_ONE);
    training->replayed = (uint16_t)number_at(cbor, 4, THIMBLE_FLEET_MOST_REPLAYED);
    training->epochs = (uint16_t)number_at(cbor, 5, THIMBLE_FLEET_MOST_EPOCHS);
    if (training->epochs == 0) {
        thimble_cbor_fail(cbor);
    }
}

/* The next numerator or denominator. */
static uint16_t noise_number(thimble_cbor_t *cbor)
{
    const uint32_t value = number(cbor, THIMBLE_FLEET_MOST_NOISE);
    if (value == 0) {
        thimble_cbor_fail(cbor);
    }
    return (uint16_t)value;
}

static void read_noise(thimble_cbor_t *cbor, thimble_fleet_task_data *task)
{
    expect_key(cbor, KEY_NOISE);
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_ARRAY, FRACTION_ITEMS);
    task->noise_numerator = noise_number(cbor);
    task->noise_denominator = noise_number(cbor);
}

static void read_payload(thimble_cbor_t *cbor, thimble_fleet_task_data *task, thimble_fleet_training_data *training)
{
    const uint64_t entries = thimble_cbor_head(cbor, THIMBLE_CBOR_MAP);
    uint64_t expected = LEAST_ENTRIES;
    expect_key(cbor, KEY_VERSION);
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_UNSIGNED, VERSION);
    expect_key(cbor, KEY_BASE);
    thimble_cbor_bytes(cbor, task->base, sizeof task->base);
    expect_key(cbor, KEY_PART);
    thimble_cbor_bytes(cbor, task->part, sizeof task->part);
    task->round = number_at(cbor, KEY_ROUND, UINT32_MAX);
    task->examples = (uint16_t)number_at(cbor, KEY_EXAMPLES, THIMBLE_FLEET_MOST_EXAMPLES);
    task->kind = (uint8_t)number_at(cbor, KEY_KIND, THIMBLE_FLEET_MASKED);
    task->shift = (uint8_t)number_at(cbor, KEY_SHIFT, THIMBLE_FLEET_MOST_SHIFT);
    task->parameters = number_at(cbor, KEY_PARAMETERS, THIMBLE_FLEET_MOST_PARAMETERS);
    task->clip = number_at(cbor, KEY_CLIP, THIMBLE_FLEET_MOST_CLIP);
    read_training(cbor, training);
    if (task->kind == THIMBLE_FLEET_SPARSE) {
        task->kept = number_at(cbor, KEY_KEPT, THIMBLE_FLEET_MOST_PARAMETERS);
        expected++;
    }
    if (entries > expected) {
        read_noise(cbor, task);
        expected++;
    }
    if (entries != expected) {
        thimble_cbor_fail(cbor);
    }
}

THIMBLE_SHARED
int thimble_fleet_read(thimble_fleet_task_data *task, thimble_fleet_training_data *training,
                       const thimble_fleet_device_data *device, const uint8_t *message, size_t count)
{
    thimble_cbor_t payload;
    int reason = THIMBLE_FLEET_FORMAT;
    memset(task, 0, sizeof *task);
    memset(training, 0, sizeof *training);
    if (count <= THIMBLE_FLEET_MESSAGE_BYTES) {
        reason = thimble_mac0_enter(&payload, device, THIMBLE_MAC0_TASK, message, count);
    }
    if (reason == THIMBLE_FLEET_OK) {
        read_payload(&payload, task, training);
        reason = thimble_mac0_leave(&payload);
    }
    if (reason == THIMBLE_FLEET_OK && !thimble_fleet_is_sound(task)) {
        reason = THIMBLE_FLEET_FORMAT;
    }
    return reason;
}
