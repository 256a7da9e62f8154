/* Training over the line protocol; training.h describes it. */
#include "training.h"

#include <string.h>

#include "board.h"
#include "console.h"
#include "thimble/types.h"
#include "thimble_app.h"
#ifdef THIMBLE_UPDATES
#include "updates.h"
#endif

/* Most bytes of a label's name that are looked at, the 0 behind it included. */
#define NAME_BYTES 64u

/* A parameter that is set is at most this in magnitude. */
#define MOST_PARAMETER (1 << 21)

/* Bytes of an image that are read at a time. */
#define STRIDE 256u

/* Whether a trainer has begun, and of which model; and how often one has. */
static int begun;
static size_t trained;
static uint32_t trainings;

int thimble_training_has_begun(size_t model)
{
    return begun && trained == model;
}

uint32_t thimble_training_count(void)
{
    return trainings;
}

void thimble_training_end(void)
{
    begun = 0;
}

static void answer(size_t model, int status, const thimble_board_time_t *before)
{
    thimble_board_time_t after;
    thimble_board_clock(&after);
    thimble_put_text("ok training ");
    thimble_put_signed(status);
    thimble_put_blank_unsigned(thimble_training_has_begun(model) ? thimble_app_labels(model) : 0u);
    thimble_put(' ');
    thimble_put_count(thimble_board_instructions(before, &after));
    thimble_end_line();
}

void thimble_training_begin(size_t model, const thimble_app_training_t *how)
{
    thimble_board_time_t before;
    int status;
    thimble_board_clock(&before);
    status = thimble_app_train(model, how);
    begun = status == THIMBLE_OK;
    trained = model;
    trainings += begun ? 1u : 0u;
    answer(model, status, &before);
}

static enum thimble_served begin(size_t model)
{
    uint32_t numbers[5];
    thimble_app_training_t how;
    if (!thimble_request_numbers(numbers, 5)) {
        return THIMBLE_MALFORMED;
    }
    how.rate = (int32_t)numbers[0];
    how.momentum = (int32_t)numbers[1];
    how.decay = (int32_t)numbers[2];
    how.replayed = numbers[3];
    how.seed = numbers[4];
    thimble_training_begin(model, &how);
    return THIMBLE_ANSWERED;
}

static enum thimble_served learn(size_t model)
{
    uint32_t label = 0;
    size_t count = 0;
    thimble_board_time_t before;
    int status = THIMBLE_ERROR_ARGUMENT;
    const uint8_t *const text = thimble_request_chunk(&label, &count);
    if (text == NULL) {
        return THIMBLE_MALFORMED;
    }
    thimble_board_clock(&before);
    if (thimble_training_has_begun(model) && label < thimble_app_labels(model)) {
        status = thimble_app_teach(model, (uint16_t)label, (const char *)text, count);
    }
    answer(model, status, &before);
    return THIMBLE_ANSWERED;
}

static enum thimble_served hold(size_t model)
{
    uint32_t matrices = 0;
    thimble_board_time_t before;
    int status = THIMBLE_ERROR_ARGUMENT;
    if (!thimble_request_numbers(&matrices, 1)) {
        return THIMBLE_MALFORMED;
    }
    thimble_board_clock(&before);
    if (thimble_training_has_begun(model)) {
        status = thimble_app_hold(model, matrices);
    }
    answer(model, status, &before);
    return THIMBLE_ANSWERED;
}

static enum thimble_served add_label(size_t model)
{
    char name[NAME_BYTES] = {0};
    uint32_t label = 0;
    size_t count = 0;
    thimble_board_time_t before;
    int status = THIMBLE_ERROR_ARGUMENT;
    const uint8_t *const text = thimble_request_chunk(&label, &count);
    if (text == NULL) {
        return THIMBLE_MALFORMED;
    }
    thimble_board_clock(&before);
    if (thimble_training_has_begun(model) && label == thimble_app_labels(model) && count < sizeof name) {
        memcpy(name, text, count);
        status = thimble_app_extend(model, name);
    }
    answer(model, status, &before);
    return THIMBLE_ANSWERED;
}

static int32_t word_of(const uint8_t *bytes)
{
    return (int32_t)((uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16
                     | (uint32_t)bytes[3] << 24);
}

static int are_in_range(const uint8_t *bytes, size_t words)
{
    size_t at;
    for (at = 0; at < words; at++) {
        const int32_t value = word_of(bytes + 4u * at);
        if (value < -MOST_PARAMETER || value > MOST_PARAMETER) {
            return 0;
        }
    }
    return 1;
}

/* Parameters of the model, if there are so many of them from this one on; else null. */
static int32_t *parameters_at(size_t model, uint32_t at, size_t count)
{
    uint32_t all = 0;
    int32_t *parameters;
    if (!thimble_training_has_begun(model)) {
        return NULL;
    }
    parameters = thimble_app_values(model, &all);
    return at <= all && count <= all - at ? parameters + at : NULL;
}

static enum thimble_served set_parameters(size_t model)
{
    uint32_t first = 0;
    size_t count = 0;
    size_t at;
    thimble_board_time_t before;
    int32_t *parameters;
    const uint8_t *const bytes = thimble_request_chunk(&first, &count);
    if (bytes == NULL || count % 4u != 0) {
        return THIMBLE_MALFORMED;
    }
    thimble_board_clock(&before);
    parameters = are_in_range(bytes, count / 4u) ? parameters_at(model, first, count / 4u) : NULL;
    for (at = 0; parameters != NULL && at < count / 4u; at++) {
        parameters[at] = word_of(bytes + 4u * at);
    }
    answer(model, parameters != NULL ? THIMBLE_OK : THIMBLE_ERROR_ARGUMENT, &before);
    return THIMBLE_ANSWERED;
}

static enum thimble_served put_parameters(size_t model)
{
    uint32_t numbers[2];
    const int32_t *parameters;
    uint32_t at;
    if (!thimble_request_numbers(numbers, 2)) {
        return THIMBLE_MALFORMED;
    }
    parameters = parameters_at(model, numbers[0], numbers[1]);
    thimble_put_text("ok parameters");
    thimble_put_blank_unsigned(parameters != NULL ? numbers[1] : 0u);
    for (at = 0; parameters != NULL && at < numbers[1]; at++) {
        thimble_put(' ');
        thimble_put_signed(parameters[at]);
    }
    thimble_end_line();
    return THIMBLE_ANSWERED;
}

#ifdef THIMBLE_UPDATES
static int install(size_t model, uint32_t most, uint32_t *image_bytes)
{
    static uint8_t bytes[STRIDE];
    thimble_update_data *const update = thimble_updates_memory();
    uint8_t digest[32];
    uint32_t to;
    uint32_t at;
    int reason;
    (void)thimble_app_finish(model, image_bytes, digest);
    reason = thimble_update_own_begin(update, thimble_updates_device(), *image_bytes, digest);
    to = *image_bytes < most ? *image_bytes : most;
    for (at = 0; reason == THIMBLE_UPDATE_OK && at < to; at += STRIDE) {
        const uint32_t left = to - at;
        const uint32_t count = left < STRIDE ? left : STRIDE;
        (void)thimble_app_read(model, at, bytes, count);
        reason = thimble_update_own_feed(update, bytes, count);
    }
    return reason == THIMBLE_UPDATE_OK && to == *image_bytes ? thimble_update_own_end(update) : reason;
}

static enum thimble_served write_image(size_t model)
{
    uint32_t image_bytes = 0;
    uint32_t most = 0;
    int reason = THIMBLE_UPDATE_ORDER;
    if (!thimble_request_numbers(&most, 1)) {
        return THIMBLE_MALFORMED;
    }
    if (thimble_training_has_begun(model)) {
        reason = install(model, most, &image_bytes);
    }
    thimble_put_text("ok update");
    thimble_put_blank_unsigned((uint32_t)reason);
    thimble_put_blank_unsigned(image_bytes);
    thimble_end_line();
    return THIMBLE_ANSWERED;
}
#endif

enum thimble_served thimble_training_serve(size_t model)
{
    switch (thimble_request_letter()) {
    case 'g':
        return begin(model);
    case 'l':
        return learn(model);
    case 'h':
        return hold(model);
    case 'a':
        return add_label(model);
    case 'z':
        return set_parameters(model);
    case 'y':
        return put_parameters(model);
#ifdef THIMBLE_UPDATES
    case 'w':
        return write_image(model);
#endif
    default:
        return THIMBLE_UNKNOWN;
    }
}
