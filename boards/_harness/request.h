/*
 * One request of the line protocol (protocol.h), as it is read and taken apart. What a request holds is kept until the
 * next one is read.
 */
#ifndef THIMBLE_REQUEST_H
#define THIMBLE_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How reading a line may end. */
enum thimble_line_end { THIMBLE_LINE_READ, THIMBLE_LINE_LONG, THIMBLE_INPUT_ENDED };

/* How a part of the firmware answered a request; the last is for one that is another part's. */
enum thimble_served { THIMBLE_ANSWERED, THIMBLE_MALFORMED, THIMBLE_UNKNOWN };

/* Reads one line; of a line that is too long the rest is swallowed. */
enum thimble_line_end thimble_request_read(void);

/* The line's first character, a zero where it is empty. */
char thimble_request_letter(void);

/* Whether the line is this letter and nothing else. */
int thimble_request_is(char letter);

/* Whether behind the letter stand a blank, this name and nothing else. */
int thimble_request_is_named(const char *name);

/* The bytes behind the letter "t", and their number; null when they are not written as the protocol says. */
const char *thimble_request_text(size_t *bytes);

/* The numbers behind the letter, and how many there are; null when they are not written as the protocol says. */
const uint16_t *thimble_request_ids(size_t *count);

/* Reads so many numbers of 32 bits behind the letter. Returns 1, or 0 where there are others, or more, or fewer. */
int thimble_request_numbers(uint32_t *numbers, size_t count);

/* The bytes behind the letter, written and answered as those of thimble_request_chunk. */
const uint8_t *thimble_request_bytes(size_t *count);

/*
 * The bytes behind the letter and a number, which are written as pairs of hexadecimal digits, one at least; null when
 * they are not written as the protocol says.
 */
const uint8_t *thimble_request_chunk(uint32_t *at, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
