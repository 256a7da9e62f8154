/* The line protocol; protocol.h describes it. No libc beyond memcpy and memset, so that it links into any firmware. */
#include "protocol.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "thimble_app.h"

enum line_end { LINE_READ, LINE_LONG, INPUT_ENDED };

/*
 * One request. Ids are decoded in place: an id takes at least a blank and a digit, so that what is written never
 * overtakes what is read.
 */
static union {
    char text[THIMBLE_LINE_MAX];
    uint16_t ids[THIMBLE_LINE_MAX / 2u];
} line;
static size_t line_length;

/* The first character of the request; a text may take the line's place. */
static char request;

/* A text, whose digits are decoded as they come, so that it may be as long as the board's memory allows. */
static struct {
    char *bytes;
    size_t room;
    size_t digits;
    int malformed;
} text;

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

/* 0 to 15, or -1 for anything else than a hexadecimal digit. */
static int digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return -1;
}

/* The longer of the line's own memory and what the board has to spare holds the text. */
static void start_text(void)
{
    text.bytes = thimble_board_spare(&text.room);
    if (text.room < sizeof line.text) {
        text.bytes = line.text;
        text.room = sizeof line.text;
    }
    text.digits = 0;
    text.malformed = 0;
}

static void take_digit(char c)
{
    int digit = digit_of(c);
    size_t at = text.digits / 2u;
    text.malformed = text.malformed || digit < 0;
    if (!text.malformed && at < text.room) {
        int high = text.digits % 2u == 0u ? 0 : (uint8_t)text.bytes[at];
        text.bytes[at] = (char)(high * 16 + digit);
    }
    text.digits++;
}

/* Takes a line's next character: a text's digits go where texts are. */
static void take(char c)
{
    if (line_length == 0u) {
        request = c;
    }
    if (line_length >= 2u && request == 't') {
        take_digit(c);
    } else if (line_length < THIMBLE_LINE_MAX) {
        line.text[line_length] = c;
    }
    if (line_length == 1u && request == 't') {
        start_text();
        text.malformed = c != ' ';
    }
    line_length++;
}

/* Reads one line; of a line that is too long the rest is swallowed. */
static enum line_end read_line(void)
{
    int c = thimble_board_read();
    line_length = 0;
    request = '\0';
    while (c >= 0 && c != '\n') {
        take((char)c);
        c = thimble_board_read();
    }
    if (c < 0) {
        return INPUT_ENDED;
    }
    if (request == 't' && line_length >= 2u) {
        return text.malformed || text.digits / 2u <= text.room ? LINE_READ : LINE_LONG;
    }
    return line_length <= THIMBLE_LINE_MAX ? LINE_READ : LINE_LONG;
}

/* Reads one decimal id behind a blank. Returns the position after it, or 0 when there is none up to 65,535. */
static size_t read_id(size_t at, uint16_t *id)
{
    uint32_t value = 0;
    size_t first = at + 1u;
    if (line.text[at] != ' ') {
        return 0;
    }
    for (at = first; at < line_length && line.text[at] >= '0' && line.text[at] <= '9'; at++) {
        value = value * 10u + (uint32_t)(line.text[at] - '0');
        if (value > 65535u) {
            return 0;
        }
    }
    *id = (uint16_t)value;
    return at == first ? 0 : at;
}

/* Decodes the line's ids in place. Returns 0 when the line is not of that form. */
static int decode_ids(size_t *count)
{
    size_t at = 1;
    *count = 0;
    while (at < line_length) {
        uint16_t id = 0;
        at = read_id(at, &id);
        if (at == 0u) {
            return 0;
        }
        memcpy(line.text + 2u * *count, &id, sizeof id);
        (*count)++;
    }
    return 1;
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
    if (line_length == 1u) {
        start_text();
    }
    if (text.malformed || text.digits % 2u != 0u) {
        answer_error("syntax");
        return;
    }
    memset(&result, 0, sizeof result);
    stack_at_call = thimble_board_stack_now();
    thimble_board_clock(&before);
    (void)thimble_app_text(model, text.bytes, text.digits / 2u, &result);
    thimble_board_clock(&after);
    answer(&result, thimble_board_instructions(&before, &after) - clock_overhead);
}

static void classify_ids(void)
{
    thimble_app_answer_t result;
    size_t count = 0;
    thimble_board_time_t before;
    thimble_board_time_t after;
    if (!decode_ids(&count)) {
        answer_error("syntax");
        return;
    }
    memset(&result, 0, sizeof result);
    stack_at_call = thimble_board_stack_now();
    thimble_board_clock(&before);
    (void)thimble_app_ids(model, line.ids, count, &result);
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
    if (!decode_ids(&count)) {
        answer_error("syntax");
        return;
    }
    memset(&result, 0, sizeof result);
    measure_marks();
    marks_sum = 0;
    profiling = 1;
    thimble_board_clock(&mark_end);
    (void)thimble_app_ids(model, line.ids, count, &result);
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

/* Whether the line's rest, behind the request and a blank, is this name. */
static int is_named(const char *name)
{
    size_t at = 2;
    if (line_length < at || line.text[1] != ' ') {
        return 0;
    }
    while (at < line_length && *name == line.text[at] && *name != '\0') {
        name++;
        at++;
    }
    return at == line_length && *name == '\0';
}

static void use_model(void)
{
    size_t at;
    for (at = 0; at < thimble_app_models(); at++) {
        if (is_named(thimble_app_name(at))) {
            model = at;
            thimble_put_text("ok ");
            thimble_put_text(thimble_app_name(at));
            thimble_end_line();
            return;
        }
    }
    answer_error("unknown");
}

/* Answers one line. Returns 0 when it was the last. */
static int serve(void)
{
    if (request == 'q' && line_length == 1u) {
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
    } else if (request == 's' && line_length == 1u) {
        answer_stack();
    } else if (request == 'u') {
        use_model();
    } else {
        answer_error("unknown");
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
    measure_overhead();
    greet();
    while (running) {
        enum line_end end = read_line();
        if (end == INPUT_ENDED) {
            running = 0;
        } else if (end == LINE_LONG) {
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
