/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a record costs a device, as the program of a board: of the head of 128 features and 7 labels, with numbers of a
 * generator that a test has as well. Prints "<step> <instructions>" for each step, and for each record a line
 * "record <byte> <byte> ..." in decimal.
 */
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "protocol.h"
#include "thimble/fleet.h"

#define PARAMETERS 903u
#define KEPT 90u
#define CLIP 4000000u
#define SHIFT 12u
#define EXAMPLES 50u
#define PEERS 9u
#define NOISE 20u

static int32_t change[PARAMETERS];
static int8_t values[PARAMETERS];
static uint8_t record[THIMBLE_FLEET_MASKED_BYTES(PARAMETERS)];
static thimble_fleet_peer_data peers[PEERS];
static thimble_fleet_training_data training;
static thimble_fleet_receipt_data receipt;
static thimble_fleet_device_data device;
static thimble_fleet_task_data task;
static thimble_board_time_t begun;

/* The generator: G. Marsaglia, "Xorshift RNGs" (2003), with the shifts 13, 17 and 5; its state lies at the context. */
static uint32_t next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

void thimble_fleet_random(void *context, uint8_t *bytes, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        bytes[i] = (uint8_t)(next((uint32_t *)context) >> 24);
    }
}

static void change_anyhow(uint32_t *state)
{
    uint32_t i;
    for (i = 0; i < PARAMETERS; i++) {
        change[i] = (int32_t)next(state) >> 8;
    }
}

static void begin(void)
{
    thimble_board_clock(&begun);
}

static void end(const char *step)
{
    thimble_board_time_t ended;
    thimble_board_clock(&ended);
    thimble_put_text(step);
    thimble_put_count(thimble_board_instructions(&begun, &ended));
    thimble_end_line();
}

static void print_record(size_t count)
{
    size_t i;
    thimble_put_text("record");
    for (i = 0; i < count; i++) {
        thimble_put_blank_unsigned(record[i]);
    }
    thimble_end_line();
}

static void write_record(const char *step, unsigned kind, uint32_t peer_count)
{
    size_t count;
    task.kind = (uint8_t)kind;
    task.kept = kind == THIMBLE_FLEET_SPARSE ? KEPT : 0;
    if (!thimble_fleet_is_sound(&task)) {
        thimble_board_exit(1);
    }
    begin();
    count = thimble_fleet_write(record, &task, &device, EXAMPLES, values, peers, peer_count);
    end(step);
    print_record(count);
}

/* All of it: a sparse record with noise. */
static void answer(uint32_t *state)
{
    size_t count;
    change_anyhow(state);
    task.noise_numerator = NOISE;
    task.noise_denominator = 1;
    begin();
    count = thimble_fleet_answer(record, &task, &device, change, NULL, EXAMPLES, peers, 0, state);
    end("answer ");
    print_record(count);
}

static void fill(uint32_t *state)
{
    uint32_t i;
    change_anyhow(state);
    task.parameters = PARAMETERS;
    task.round = 7;
    task.clip = CLIP;
    task.shift = SHIFT;
    task.examples = EXAMPLES;
    thimble_fleet_random(state, device.id, sizeof device.id);
    thimble_fleet_random(state, device.key, sizeof device.key);
    for (i = 0; i < PEERS; i++) {
        thimble_fleet_random(state, peers[i].id, sizeof peers[i].id);
        thimble_fleet_random(state, peers[i].seed, sizeof peers[i].seed);
    }
}

void thimble_protocol_serve(void)
{
    uint32_t state = 1;
    fill(&state);
    begin();
    thimble_fleet_clip(change, NULL, PARAMETERS, CLIP);
    end("clip ");
    begin();
    thimble_fleet_quantize(values, change, PARAMETERS, SHIFT, CLIP);
    end("quantize ");
    write_record("dense ", THIMBLE_FLEET_DENSE, 0);
    write_record("masked ", THIMBLE_FLEET_MASKED, PEERS);
    begin();
    thimble_fleet_add_noise(values, PARAMETERS, NOISE, 1, &state);
    end("noise ");
    begin();
    (void)thimble_fleet_keep(values, PARAMETERS, KEPT);
    end("keep ");
    write_record("sparse ", THIMBLE_FLEET_SPARSE, 0);
    answer(&state);
    /* neither task nor receipt, whatever they are; linked for their stack */
    if (thimble_fleet_read(&task, &training, &device, device.key, sizeof device.key) == THIMBLE_FLEET_OK
        || thimble_fleet_read_receipt(&receipt, &device, device.key, sizeof device.key) == THIMBLE_FLEET_OK) {
        thimble_board_exit(1);
    }
    thimble_board_exit(thimble_fleet_is_receipt_of(&receipt, device.key, sizeof device.key));
}
