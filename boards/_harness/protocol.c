/* The line protocol; protocol.h describes it. No libc beyond memcpy and memset, so that it links into any firmware. */
#include "protocol.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "request.h"
#include "thimble_app.h"
#ifdef THIMBLE_UPDATES
#include "updates.h"
#endif
#ifdef THIMBLE_TRAINING
#include "rounds.h"
#include "training.h"
#endif

/* The model that requests are for. */
static size_t model;

/* Stack in use where the model is called, for the verifier to subtract from the peak. */
static size_t stack_at_call;

/* Instructions that two readings of the clocks with nothing between them differ by. */
static uint64_t clock_overhead;

#ifdef THIMBLE_TRACE
static int tracing;
#endif

#ifdef THIMBLE_PROFILE
static int profiling;

/* When the last mark ended, what ran from then to the start of the newest, and what of that is the marks' own. */
static thimble_board_time_t mark_end;
static uint64_t mark_cost;
static uint64_t mark_overhead;
static uint64_t marks_sum;
#endif

static void answer_error(const char *reason)
{
    thimble_put_text("err ");
    thimble_put_text(reason);
    thimble_end_line();
}

static void answer(const thimble_app_answer_t *result, uint64_t instructions)
{
    size_t at;
    if (result->status != 0) {
        thimble_put_text("err model");
        thimble_put_signed((int32_t)result->status);
        thimble_end_line();
        return;
    }
    thimble_put_text("ok");
    thimble_put_blank_unsigned(result->label);
    thimble_put_blank_unsigned(result->truncated ? 1u : 0u);
    thimble_put(' ');
    thimble_put_count(instructions);
    thimble_put_text(" ids");
    thimble_put_blank_unsigned((uint32_t)result->n_ids);
    for (at = 0; at < result->n_ids; at++) {
        thimble_put_blank_unsigned(result->ids[at]);
    }
    thimble_put_text(" logits");
    thimble_put_blank_unsigned((uint32_t)result->n_logits);
    for (at = 0; at < result->n_logits; at++) {
        thimble_put(' ');
        thimble_put_signed(result->logits[at]);
    }
    thimble_end_line();
}

static void classify_text(void)
{
    thimble_app_answer_t result;
    thimble_board_time_t before;
    thimble_board_time_t after;
    size_t bytes = 0;
    const char *text = thimble_request_text(&bytes);
    if (text == NULL) {
        answer_error("syntax");
        return;
    }
    memset(&result, 0, sizeof result);
    stack_at_call = thimble_board_stack_now();
    thimble_board_clock(&before);
    (void)thimble_app_text(model, text, bytes, &result);
    thimble_board_clock(&after);
    answer(&result, thimble_board_instructions(&before, &after) - clock_overhead);
}

static void classify_ids(void)
{
    thimble_app_answer_t result;
    size_t count = 0;
    thimble_board_time_t before;
    thimble_board_time_t after;
    const uint16_t *ids = thimble_request_ids(&count);
    if (ids == NULL) {
        answer_error("syntax");
        return;
    }
    memset(&result, 0, sizeof result);
    stack_at_call = thimble_board_stack_now();
    thimble_board_clock(&before);
    (void)thimble_app_ids(model, ids, count, &result);
    thimble_board_clock(&after);
    answer(&result, thimble_board_instructions(&before, &after) - clock_overhead);
}

static void classify_traced(void)
{
#ifdef THIMBLE_TRACE
    tracing = 1;
    classify_ids();
    tracing = 0;
#else
    answer_error("unknown");
#endif
}

#ifdef THIMBLE_PROFILE
/* What a mark costs is not counted, for the clock is read when it begins and again when it ends. */
void thimble_profile(const char *value, uint32_t rows)
{
    thimble_board_time_t now;
    thimble_board_clock(&now);
    mark_cost = thimble_board_instructions(&mark_end, &now);
    if (profiling) {
        uint64_t own = mark_cost > mark_overhead ? mark_cost - mark_overhead : 0;
        marks_sum += own;
        thimble_put_text("m ");
        thimble_put_text(value);
        thimble_put_blank_unsigned(rows);
        thimble_put(' ');
        thimble_put_count(own);
        thimble_end_line();
    }
    thimble_board_clock(&mark_end);
}

/* Two marks with nothing between them differ by the call itself. */
static void measure_marks(void)
{
    thimble_profile("", 0);
    thimble_profile("", 0);
    mark_overhead = mark_cost;
}
#endif

static void classify_profiled(void)
{
#ifdef THIMBLE_PROFILE
    thimble_app_answer_t result;
    size_t count = 0;
    const uint16_t *ids = thimble_request_ids(&count);
    if (ids == NULL) {
        answer_error("syntax");
        return;
    }
    memset(&result, 0, sizeof result);
    measure_marks();
    marks_sum = 0;
    profiling = 1;
    thimble_board_clock(&mark_end);
    (void)thimble_app_ids(model, ids, count, &result);
    thimble_profile("(answer)", 0);
    profiling = 0;
    answer(&result, marks_sum);
#else
    answer_error("unknown");
#endif
}

static void answer_stack(void)
{
    thimble_put_text("ok stack");
    thimble_put_blank_unsigned((uint32_t)thimble_board_stack_peak());
    thimble_put_blank_unsigned((uint32_t)stack_at_call);
    thimble_put_text(" arena");
    thimble_put_blank_unsigned(thimble_app_arena_size(model));
    thimble_end_line();
}

static void use_model(void)
{
    size_t at;
    for (at = 0; at < thimble_app_models(); at++) {
        if (thimble_request_is_named(thimble_app_name(at))) {
            model = at;
            thimble_put_text("ok ");
            thimble_put_text(thimble_app_name(at));
            thimble_end_line();
            return;
        }
    }
    answer_error("unknown");
}

/* What belongs to a part of the firmware that not every one has. */
static void answer_other(void)
{
    enum thimble_served served = THIMBLE_UNKNOWN;
#ifdef THIMBLE_UPDATES
    served = thimble_updates_serve();
#endif
#ifdef THIMBLE_TRAINING
    served = served == THIMBLE_UNKNOWN ? thimble_training_serve(model) : served;
    served = served == THIMBLE_UNKNOWN ? thimble_rounds_serve(model) : served;
#endif
    if (served != THIMBLE_ANSWERED) {
        answer_error(served == THIMBLE_MALFORMED ? "syntax" : "unknown");
    }
}

/* Answers one line. Returns 0 when it was the last. */
static int serve(void)
{
    const char request = thimble_request_letter();
    if (thimble_request_is('q')) {
        thimble_put_text("ok bye");
        thimble_end_line();
        return 0;
    }
    if (request == 't') {
        classify_text();
    } else if (request == 'i') {
        classify_ids();
    } else if (request == 'x') {
        classify_traced();
    } else if (request == 'p') {
        classify_profiled();
    } else if (thimble_request_is('s')) {
        answer_stack();
    } else if (request == 'u') {
        use_model();
    } else {
        answer_other();
    }
    return 1;
}

static void measure_overhead(void)
{
    thimble_board_time_t before;
    thimble_board_time_t after;
    thimble_board_clock(&before);
    thimble_board_clock(&after);
    clock_overhead = thimble_board_instructions(&before, &after);
}

static void greet(void)
{
    size_t at;
    thimble_put_text("thimble 1");
    for (at = 0; at < thimble_app_models(); at++) {
        thimble_put(' ');
        thimble_put_text(thimble_app_name(at));
    }
    thimble_end_line();
}

void thimble_protocol_serve(void)
{
    int running = 1;
#ifdef THIMBLE_UPDATES
    thimble_updates_start();
#endif
    measure_overhead();
    greet();
    while (running) {
        enum thimble_line_end end = thimble_request_read();
        if (end == THIMBLE_INPUT_ENDED) {
            running = 0;
        } else if (end == THIMBLE_LINE_LONG) {
            answer_error("long");
        } else {
            running = serve();
        }
    }
}

#ifdef THIMBLE_TRACE
static int32_t element(uint32_t bits, const void *data, uint32_t at)
{
    if (bits == 8u) {
        return ((const int8_t *)data)[at];
    }
    if (bits == 16u) {
        return ((const int16_t *)data)[at];
    }
    return ((const int32_t *)data)[at];
}

void thimble_trace(const char *value, uint32_t row, uint32_t width, uint32_t bits, const void *data)
{
    uint32_t at;
    if (!tracing) {
        return;
    }
    thimble_put_text("v ");
    thimble_put_text(value);
    thimble_put_blank_unsigned(row);
    thimble_put_blank_unsigned(width);
    for (at = 0; at < width; at++) {
        thimble_put(' ');
        thimble_put_signed(element(bits, data, at));
    }
    thimble_end_line();
}
#endif
