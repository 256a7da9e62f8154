/* The requests of the line protocol; request.h describes it. */
#include "request.h"

#include <string.h>

#include "board.h"
#include "protocol.h"

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

enum thimble_line_end thimble_request_read(void)
{
    int c = thimble_board_read();
    line_length = 0;
    request = '\0';
    while (c >= 0 && c != '\n') {
        take((char)c);
        c = thimble_board_read();
    }
    if (c < 0) {
        return THIMBLE_INPUT_ENDED;
    }
    if (request == 't' && line_length >= 2u) {
        return text.malformed || text.digits / 2u <= text.room ? THIMBLE_LINE_READ : THIMBLE_LINE_LONG;
    }
    return line_length <= THIMBLE_LINE_MAX ? THIMBLE_LINE_READ : THIMBLE_LINE_LONG;
}

/* Reads a number behind a blank. Returns the position after it, or 0 when there is none that fits. */
static size_t read_number(size_t at, uint32_t *number)
{
    const uint32_t tenth = 0xFFFFFFFFu / 10u;
    uint32_t value = 0;
    size_t first = at + 1u;
    if (at >= line_length || line.text[at] != ' ') {
        return 0;
    }
    for (at = first; at < line_length && line.text[at] >= '0' && line.text[at] <= '9'; at++) {
        uint32_t digit = (uint32_t)(line.text[at] - '0');
        if (value > tenth || value * 10u > 0xFFFFFFFFu - digit) {
            return 0;
        }
        value = value * 10u + digit;
    }
    *number = value;
    return at == first ? 0 : at;
}

const uint16_t *thimble_request_ids(size_t *count)
{
    size_t at = 1;
    *count = 0;
    while (at < line_length) {
        uint32_t number = 0;
        uint16_t id;
        at = read_number(at, &number);
        if (at == 0u || number > 65535u) {
            return NULL;
        }
        id = (uint16_t)number;
        memcpy(line.text + 2u * *count, &id, sizeof id);
        (*count)++;
    }
    return line.ids;
}

int thimble_request_numbers(uint32_t *numbers, size_t count)
{
    size_t at = 1;
    size_t i;
    for (i = 0; i < count && at != 0u; i++) {
        at = read_number(at, numbers + i);
    }
    return at == line_length;
}

/* The bytes behind a blank; they are decoded in place, each over the first of its digits or before it. */
static const uint8_t *read_bytes(size_t from, size_t *count)
{
    *count = 0;
    if (from >= line_length || line.text[from] != ' ' || (line_length - from) % 2u == 0u) {
        return NULL;
    }
    for (from++; from < line_length; from += 2u) {
        int high = digit_of(line.text[from]);
        int low = digit_of(line.text[from + 1u]);
        if (high < 0 || low < 0) {
            return NULL;
        }
        line.text[(*count)++] = (char)(high * 16 + low);
    }
    return *count == 0u ? NULL : (const uint8_t *)line.text;
}

const uint8_t *thimble_request_bytes(size_t *count)
{
    return read_bytes(1, count);
}

const uint8_t *thimble_request_chunk(uint32_t *at, size_t *count)
{
    size_t from = read_number(1, at);
    return from == 0u ? NULL : read_bytes(from, count);
}

const char *thimble_request_text(size_t *bytes)
{
    if (line_length == 1u) {
        start_text();
    }
    *bytes = text.digits / 2u;
    return text.malformed || text.digits % 2u != 0u ? NULL : text.bytes;
}

char thimble_request_letter(void)
{
    return request;
}

int thimble_request_is(char letter)
{
    return request == letter && line_length == 1u;
}

int thimble_request_is_named(const char *name)
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
