/* Rounds of a fleet over the line protocol; rounds.h describes it. */
#include "rounds.h"

#include <string.h>

#include "board.h"
#include "console.h"
#include "thimble/fleet.h"
#include "thimble/types.h"
#include "thimble_app.h"
#include "training.h"

#define ID_BYTES 16u
#define KEY_BYTES 32u

/* Who the device is, once it was told, and the last round that it answered. */
static int is_known;
static thimble_fleet_device_data device;
static uint32_t answered;

/* The task to answer, and of which model; its round is 0 where there is none. */
static thimble_fleet_task_data task;
static thimble_fleet_training_data training;
static size_t asked;

/* The record that was made last, and the training after which; it is lost when the next one begins. */
static const uint8_t *record;
static size_t record_bytes;
static uint32_t recorded;

static enum thimble_served take_identity(void)
{
    uint32_t round = 0;
    size_t count = 0;
    const uint8_t *const bytes = thimble_request_chunk(&round, &count);
    if (bytes == NULL || count != ID_BYTES + KEY_BYTES) {
        return THIMBLE_MALFORMED;
    }
    memcpy(device.id, bytes, ID_BYTES);
    memcpy(device.key, bytes + ID_BYTES, KEY_BYTES);
    is_known = 1;
    answered = round;
    memset(&task, 0, sizeof task);
    thimble_put_text("ok known");
    thimble_end_line();
    return THIMBLE_ANSWERED;
}

/* Most bytes of the task's record. */
static uint32_t most_bytes(void)
{
    if (task.kind == THIMBLE_FLEET_DENSE) {
        return THIMBLE_FLEET_DENSE_BYTES(task.parameters);
    }
    return task.kind == THIMBLE_FLEET_SPARSE ? THIMBLE_FLEET_SPARSE_BYTES(task.parameters, task.kept)
                                             : THIMBLE_FLEET_MASKED_BYTES(task.parameters);
}

/* Why the task that was read is not answered; the record's memory is that of the values that training began with. */
static int refusal(size_t model)
{
    thimble_fleet_part_data own;
    int reason;
    (void)thimble_app_values(model, &own.parameters);
    if (thimble_app_describe(model, own.base, own.part) != THIMBLE_OK) {
        return THIMBLE_FLEET_MODEL;
    }
    reason = thimble_fleet_check(&task, &own, answered);
    if (reason == THIMBLE_FLEET_PART) {
        own.parameters = thimble_app_share(model, own.part);
        reason = thimble_fleet_check(&task, &own, answered);
    }
    if (reason == THIMBLE_FLEET_OK && most_bytes() > 4u * task.parameters) {
        reason = THIMBLE_FLEET_RANGE;
    }
    return reason;
}

static enum thimble_served take_task(size_t model)
{
    size_t count = 0;
    int reason = THIMBLE_FLEET_DEVICE;
    const uint8_t *const message = thimble_request_bytes(&count);
    if (message == NULL) {
        return THIMBLE_MALFORMED;
    }
    if (is_known) {
        reason = thimble_fleet_read(&task, &training, &device, message, count);
        reason = reason == THIMBLE_FLEET_OK ? refusal(model) : reason;
        asked = model;
    }
    if (reason != THIMBLE_FLEET_OK) {
        memset(&task, 0, sizeof task);
        memset(&training, 0, sizeof training);
    }
    thimble_put_text("ok task");
    thimble_put_blank_unsigned((uint32_t)reason);
    thimble_put_blank_unsigned(task.round);
    thimble_put_blank_unsigned(task.examples);
    thimble_put_blank_unsigned(training.epochs);
    thimble_end_line();
    return THIMBLE_ANSWERED;
}

static int has_task(size_t model)
{
    return task.round != 0 && asked == model;
}

/* Without a task the seed is none, which a trainer refuses. */
static enum thimble_served begin(size_t model)
{
    thimble_app_training_t how;
    uint32_t seed = 0;
    if (!thimble_request_numbers(&seed, 1)) {
        return THIMBLE_MALFORMED;
    }
    how.rate = training.rate;
    how.momentum = training.momentum;
    how.decay = training.decay;
    how.replayed = training.replayed;
    how.seed = has_task(model) ? seed : 0u;
    thimble_training_begin(model, &how);
    return THIMBLE_ANSWERED;
}

/*
 * For an example alone: a generator that anybody can follow who knows its state, which lies at the context (G.
 * Marsaglia, "Xorshift RNGs", 2003, shifts 13, 17 and 5). A product takes these bytes from a source of random numbers.
 */
void thimble_fleet_random(void *context, uint8_t *bytes, size_t count)
{
    uint32_t *const state = (uint32_t *)context;
    size_t i;
    for (i = 0; i < count; i++) {
        *state ^= *state << 13;
        *state ^= *state >> 17;
        *state ^= *state << 5;
        bytes[i] = (uint8_t)(*state >> 24);
    }
}

/*
 * The values that are shared are the first ones, so a task for these alone takes no other call. The round is answered
 * from here on: a second record of it would tell more than one.
 */
static void make_record(size_t model, uint32_t examples, uint32_t seed)
{
    uint32_t count = 0;
    int32_t *const after = thimble_app_values(model, &count);
    int32_t *const before = thimble_app_initial_values(model);
    record = (const uint8_t *)before;
    record_bytes = thimble_fleet_answer((uint8_t *)before, &task, &device, after, before, examples, NULL, 0, &seed);
    recorded = thimble_training_count();
    thimble_training_end();
    answered = task.round;
    memset(&task, 0, sizeof task);
}

static int is_recorded(void)
{
    return record_bytes != 0 && recorded == thimble_training_count();
}

static enum thimble_served answer_task(size_t model)
{
    uint32_t numbers[2];
    thimble_board_time_t before;
    thimble_board_time_t after;
    int reason = THIMBLE_FLEET_OK;
    if (!thimble_request_numbers(numbers, 2) || numbers[1] == 0) {
        return THIMBLE_MALFORMED;
    }
    thimble_board_clock(&before);
    if (!has_task(model)) {
        reason = THIMBLE_FLEET_ROUND;
    } else if (!thimble_training_has_begun(model) || numbers[0] == 0) {
        reason = THIMBLE_FLEET_EXAMPLES;
    } else {
        make_record(model, numbers[0], numbers[1]);
    }
    thimble_board_clock(&after);
    thimble_put_text("ok record");
    thimble_put_blank_unsigned((uint32_t)reason);
    thimble_put_blank_unsigned(reason == THIMBLE_FLEET_OK ? (uint32_t)record_bytes : 0u);
    thimble_put(' ');
    thimble_put_count(thimble_board_instructions(&before, &after));
    thimble_end_line();
    return THIMBLE_ANSWERED;
}

static enum thimble_served put_record(void)
{
    uint32_t numbers[2];
    uint32_t count;
    if (!thimble_request_numbers(numbers, 2)) {
        return THIMBLE_MALFORMED;
    }
    count = is_recorded() && numbers[0] <= record_bytes && numbers[1] <= record_bytes - numbers[0] ? numbers[1] : 0u;
    thimble_put_text("ok bytes");
    thimble_put_blank_unsigned(count);
    if (count != 0) {
        thimble_put(' ');
        thimble_put_bytes(record + numbers[0], count);
    }
    thimble_end_line();
    return THIMBLE_ANSWERED;
}

static enum thimble_served take_receipt(void)
{
    thimble_fleet_receipt_data receipt = {{0}, 0};
    size_t count = 0;
    int reason = THIMBLE_FLEET_DEVICE;
    const uint8_t *const message = thimble_request_bytes(&count);
    if (message == NULL) {
        return THIMBLE_MALFORMED;
    }
    if (is_known) {
        reason = thimble_fleet_read_receipt(&receipt, &device, message, count);
    }
    if (reason == THIMBLE_FLEET_OK
        && !(is_recorded() && thimble_fleet_is_receipt_of(&receipt, record, record_bytes))) {
        reason = THIMBLE_FLEET_DUPLICATE;
    }
    thimble_put_text("ok receipt");
    thimble_put_blank_unsigned((uint32_t)reason);
    thimble_put_blank_unsigned(receipt.reason);
    thimble_end_line();
    return THIMBLE_ANSWERED;
}

enum thimble_served thimble_rounds_serve(size_t model)
{
    switch (thimble_request_letter()) {
    case 'I':
        return take_identity();
    case 'T':
        return take_task(model);
    case 'L':
        return begin(model);
    case 'U':
        return answer_task(model);
    case 'R':
        return put_record();
    case 'C':
        return take_receipt();
    default:
        return THIMBLE_UNKNOWN;
    }
}
