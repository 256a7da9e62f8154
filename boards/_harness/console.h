/* What a program says on a board's console, line by line, without any of libc. */
#ifndef THIMBLE_CONSOLE_H
#define THIMBLE_CONSOLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A character; it is written when its line ends, or before if the line is long. */
void thimble_put(char c);

/* A text that ends with a zero. */
void thimble_put_text(const char *text);

/* A number in decimal. */
void thimble_put_unsigned(uint32_t value);

/* The same with a blank before it. */
void thimble_put_blank_unsigned(uint32_t value);

/* A number of 64 bits. */
void thimble_put_count(uint64_t value);

/* A number that may be negative. */
void thimble_put_signed(int32_t value);

/* Bytes, each as two hexadecimal digits. */
void thimble_put_bytes(const uint8_t *bytes, size_t count);

/* Ends the line and writes it. */
void thimble_end_line(void);

#ifdef __cplusplus
}
#endif

#endif
