/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups of rows of 2, 3, 4 and 8 bits (docs/numerics.md, section 3). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Of 2 bits, then of 3, then of 4. */
static const int8_t levels[28] = {-127, -38, 38, 127, -127, -79, -45, -14, 14, 45,  79, 127, -127, -96,
                                  -75,  -58, -44, -31, -18, -6,  6,   18,  31, 44, 58, 75,  96,   127};

/* A row: where it begins, how many bits its values have, and what they are multiplied with. */
typedef struct {
    const int8_t *bytes;
    uint32_t bits;
    int32_t factor;
} packed_row;

static uint32_t ones(uint32_t word)
{
    word -= (word >> 1) & 0x55555555u;
    word = (word & 0x33333333u) + ((word >> 2) & 0x33333333u);
    word = (word + (word >> 4)) & 0x0F0F0F0Fu;
    return (word * 0x01010101u) >> 24;
}

static uint32_t row_bytes(uint32_t width, uint32_t bits)
{
    return (width * bits + 7u) / 8u;
}

/* Bytes of the rows of a block that are marked: those of its words' bits that are set in `rows`. */
static uint32_t bytes_of(const int32_t *block, uint32_t rows, uint32_t width)
{
    const uint32_t low = (uint32_t)block[1];
    const uint32_t high = (uint32_t)block[2];
    const uint32_t eights = ones(low & high & rows);
    const uint32_t threes = ones(low & rows) - eights;
    const uint32_t fours = ones(high & rows) - eights;
    const uint32_t twos = ones(rows) - threes - fours - eights;
    return twos * row_bytes(width, 2) + threes * row_bytes(width, 3) + fours * row_bytes(width, 4) + eights * width;
}

static packed_row find_row(const thimble_packed_embedding_data *p, uint32_t entry)
{
    static const uint8_t bits[4] = {2, 3, 4, 8};
    const int32_t *const block = p->blocks + 3u * (entry / 32u);
    const uint32_t place = entry % 32u;
    const uint32_t before = ((uint32_t)1 << place) - 1u;
    const uint32_t low = (uint32_t)block[1] >> place & 1u;
    const uint32_t high = (uint32_t)block[2] >> place & 1u;
    packed_row row;
    row.bytes = p->table + (uint32_t)block[0] + bytes_of(block, before, p->width);
    row.bits = bits[low | high << 1];
    row.factor = p->factors[entry];
    return row;
}

/* A value times its row's factor, at most 127 * 127; or, of 8 bits, in 1/128 and rounded half up. */
THIMBLE_INLINED void store_value(void *y, size_t index, uint32_t result_bits, int32_t product)
{
    if (result_bits == 8u) {
        ((int8_t *)y)[index] = (int8_t)((product + 64) >> 7);
    } else {
        ((int16_t *)y)[index] = (int16_t)product;
    }
}

static uint32_t next_bytes(const int8_t *bytes, uint32_t count)
{
    uint32_t word = 0;
    for (uint32_t i = 0; i < count; i++) {
        word |= (uint32_t)(uint8_t)bytes[i] << (8u * i);
    }
    return word;
}

THIMBLE_INLINED void write_row(const packed_row *row, uint32_t width, void *y, size_t at, uint32_t result_bits)
{
    const uint32_t bits = row->bits;
    if (bits == 8u) {
        for (uint32_t i = 0; i < width; i++) {
            store_value(y, at + i, result_bits, row->bytes[i] * row->factor);
        }
        return;
    }
    const uint32_t mask = ((uint32_t)1 << bits) - 1u;
    const int8_t *const level = levels + (mask - 3u);
    const int8_t *next = row->bytes;
    /* Eight values take as many bytes as a value takes bits. */
    for (uint32_t first = 0; first < width; first += 8u) {
        const uint32_t count = width - first < 8u ? width - first : 8u;
        uint32_t word = next_bytes(next, row_bytes(count, bits));
        for (uint32_t i = 0; i < count; i++) {
            store_value(y, at + first + i, result_bits, level[word & mask] * row->factor);
            word >>= bits;
        }
        next += bits;
    }
}

THIMBLE_SHARED
void thimble_packed_embedding_s8(const thimble_packed_embedding_data *p, const uint16_t *ids, uint32_t first,
                                 uint32_t rows, int8_t *y)
{
    for (uint32_t i = 0; i < rows; i++) {
        const packed_row row = find_row(p, ids[first + i]);
        write_row(&row, p->width, y, (size_t)i * p->width, 8);
    }
}

THIMBLE_SHARED
void thimble_packed_embedding_s16(const thimble_packed_embedding_data *p, const uint16_t *ids, uint32_t first,
                                  uint32_t rows, int16_t *y)
{
    for (uint32_t i = 0; i < rows; i++) {
        const packed_row row = find_row(p, ids[first + i]);
        write_row(&row, p->width, y, (size_t)i * p->width, 16);
    }
}

THIMBLE_SHARED
int thimble_packed_embedding_fits(const thimble_packed_embedding_data *p, uint32_t entries, uint32_t bytes)
{
    uint32_t end = 0;
    for (uint32_t first = 0; first < entries; first += 32u) {
        const int32_t *const block = p->blocks + 3u * (first / 32u);
        const uint32_t rows = entries - first < 32u ? ((uint32_t)1 << (entries - first)) - 1u : 0xFFFFFFFFu;
        if ((uint32_t)block[0] != end || bytes_of(block, rows, p->width) > bytes - end) {
            return 0;
        }
        end += bytes_of(block, rows, p->width);
    }
    return 1;
}
