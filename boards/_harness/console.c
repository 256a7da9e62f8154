/* What a program says, line by line; console.h describes it. */
#include "console.h"

#include <stddef.h>

#include "board.h"

/* Lines are gathered here, for a write per character would be slow on some consoles. */
static char output[256];
static size_t output_length;

static void flush(void)
{
    thimble_board_write(output, output_length);
    output_length = 0;
}

void thimble_put(char c)
{
    if (output_length == sizeof output) {
        flush();
    }
    output[output_length++] = c;
}

void thimble_put_text(const char *text)
{
    while (*text != '\0') {
        thimble_put(*text++);
    }
}

void thimble_put_unsigned(uint32_t value)
{
    char digits[10];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + (int)(value % 10u));
        value /= 10u;
    } while (value != 0u);
    while (count > 0u) {
        thimble_put(digits[--count]);
    }
}

/* Without the library's division; for a call of minutes the loop takes a few rounds. */
void thimble_put_count(uint64_t value)
{
    const uint32_t milliard = 1000000000u;
    uint32_t milliards = 0;
    uint32_t digit;
    while (value >= milliard) {
        value -= milliard;
        milliards++;
    }
    if (milliards > 0u) {
        thimble_put_unsigned(milliards);
        for (digit = milliard / 10u; digit > 1u && value < digit; digit /= 10u) {
            thimble_put('0');
        }
    }
    thimble_put_unsigned((uint32_t)value);
}

void thimble_put_signed(int32_t value)
{
    if (value < 0) {
        thimble_put('-');
    }
    thimble_put_unsigned(value < 0 ? 0u - (uint32_t)value : (uint32_t)value);
}

void thimble_put_blank_unsigned(uint32_t value)
{
    thimble_put(' ');
    thimble_put_unsigned(value);
}

void thimble_put_bytes(const uint8_t *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    size_t at;
    for (at = 0; at < count; at++) {
        thimble_put(digits[bytes[at] >> 4]);
        thimble_put(digits[bytes[at] & 15u]);
    }
}

void thimble_end_line(void)
{
    thimble_put('\n');
    flush();
}
