/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal bytes in lines that tests write. */
#ifndef HEX_H
#define HEX_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static unsigned nibble(int c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/*
 * The bytes of lower-case digits, none of "-", in memory of exactly their length that the caller frees, so that a
 * sanitizer sees every step beyond. The program ends where there is no memory.
 */
static uint8_t *read_hex(const char *hex, size_t *count)
{
    uint8_t *bytes;
    size_t i;
    *count = hex[0] == '-' ? 0 : strlen(hex) / 2;
    bytes = (uint8_t *)malloc(*count == 0 ? 1 : *count);
    if (bytes == NULL) {
        exit(1);
    }
    for (i = 0; i < *count; i++) {
        bytes[i] = (uint8_t)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    }
    return bytes;
}

#endif
