/* SPDX-License-Identifier: Apache-2.0 */
/* The image that training has led to, byte by byte (docs/updates.md has its layout). */
#include <string.h>

#include "thimble/image.h"
#include "train_fixed.h"
#include "train_round.h"

/* Words of the header. */
#define WORD_BYTES 2u
#define WORD_CONTENT 24u
#define WORD_PARTS 32u

/* Words before the places of labels: how many there are, the zero point, and where the scale is. */
#define ANSWER_HEAD 3u

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t word_at(const thimble_train_image_data *image, uint32_t at)
{
    uint32_t word;
    memcpy(&word, (const uint8_t *)image->base + at, sizeof word);
    return word;
}

/* Where the answer's part begins. */
static uint32_t answer_at(const thimble_train_image_data *image)
{
    return thimble_image_part(image->base, THIMBLE_IMAGE_ANSWER);
}

/* Its bytes in the old image; the next part lies behind it. */
static uint32_t old_answer(const thimble_train_image_data *image)
{
    return thimble_image_part(image->base, THIMBLE_IMAGE_VECTORS) - answer_at(image);
}

static uint32_t old_head(const thimble_train_image_data *image)
{
    return 4u * (ANSWER_HEAD + thimble_image_labels(image->base));
}

static const char *name_of(const thimble_train_image_data *image, uint32_t added)
{
    return image->names + (size_t)added * THIMBLE_TRAIN_NAME_BYTES;
}

/* With the 0 behind it. The bound keeps compilers from calling strlen, which inference has not. */
static uint32_t name_bytes(const char *name)
{
    uint32_t bytes = 1;
    while (bytes < THIMBLE_TRAIN_NAME_BYTES && name[bytes - 1] != 0) {
        bytes++;
    }
    return bytes;
}

/* Bytes of the new labels' names before one of them, with a 0 behind each. */
static uint32_t names_before(const thimble_train_image_data *image, uint32_t label)
{
    uint32_t bytes = 0;
    uint32_t i;
    for (i = 0; i < label; i++) {
        bytes += name_bytes(name_of(image, i));
    }
    return bytes;
}

/* Each array ends at a word. */
static uint32_t new_answer(const thimble_train_image_data *image)
{
    return (old_answer(image) + 4u * image->added + names_before(image, image->added) + 3u) / 4u * 4u;
}

/* There are no vectors: what they test is another image. */
static uint32_t vectors_at(const thimble_train_image_data *image)
{
    return answer_at(image) + new_answer(image);
}

THIMBLE_SHARED
uint32_t thimble_train_image_bytes(const thimble_train_image_data *image)
{
    const uint32_t end = vectors_at(image) + 4u;
    return (end + THIMBLE_IMAGE_ALIGNMENT - 1u) / THIMBLE_IMAGE_ALIGNMENT * THIMBLE_IMAGE_ALIGNMENT;
}

/* A word of the answer's head. New names lie behind the old texts, which new places have moved. */
static uint32_t answer_word(const thimble_train_image_data *image, uint32_t word)
{
    const uint32_t labels = thimble_image_labels(image->base);
    if (word == 0) {
        return labels + image->added;
    }
    if (word < ANSWER_HEAD + labels) {
        return word_at(image, answer_at(image) + 4u * word) + (word + 1u < ANSWER_HEAD ? 0 : 4u * image->added);
    }
    return answer_at(image) + old_answer(image) + 4u * image->added
           + names_before(image, word - ANSWER_HEAD - labels);
}

static uint8_t name_byte(const thimble_train_image_data *image, uint32_t at)
{
    uint32_t i;
    for (i = 0; i < image->added; i++) {
        const uint32_t bytes = name_bytes(name_of(image, i));
        if (at < bytes) {
            return (uint8_t)name_of(image, i)[at];
        }
        at -= bytes;
    }
    return 0;
}

static uint8_t answer_byte(const thimble_train_image_data *image, uint32_t at)
{
    const uint32_t head = old_head(image) + 4u * image->added;
    if (at < head) {
        return (uint8_t)(answer_word(image, at / 4u) >> 8u * (at % 4u));
    }
    at -= head;
    if (at < old_answer(image) - old_head(image)) {
        return ((const uint8_t *)image->base)[answer_at(image) + old_head(image) + at];
    }
    return name_byte(image, at - (old_answer(image) - old_head(image)));
}

static void put_word(uint8_t *header, uint32_t word, uint32_t value)
{
    uint32_t i;
    for (i = 0; i < 4u; i++) {
        header[4u * word + i] = (uint8_t)(value >> 8u * i);
    }
}

static void write_header(const thimble_train_image_data *image, uint8_t *header)
{
    memcpy(header, image->base, 4u * THIMBLE_IMAGE_HEADER_WORDS);
    put_word(header, WORD_BYTES, thimble_train_image_bytes(image));
    memcpy(header + 4u * WORD_CONTENT, image->content, sizeof image->content);
    put_word(header, WORD_PARTS + 2u * THIMBLE_IMAGE_ANSWER + 1u, new_answer(image));
    put_word(header, WORD_PARTS + 2u * THIMBLE_IMAGE_VECTORS, vectors_at(image));
    put_word(header, WORD_PARTS + 2u * THIMBLE_IMAGE_VECTORS + 1u, 4u);
}

/* Copies what lies in a stretch of the image from a memory that begins where the stretch does. */
static void copy(const uint8_t *from, uint32_t start, uint32_t end, uint32_t at, uint8_t *bytes, uint32_t count)
{
    const uint32_t first = at > start ? at : start;
    const uint32_t last = least(at + count, end);
    if (first < last) {
        memcpy(bytes + (first - at), from + (first - start), last - first);
    }
}

THIMBLE_SHARED
void thimble_train_image_read(const thimble_train_image_data *image, uint32_t at, uint8_t *bytes, uint32_t count)
{
    const uint32_t header_bytes = 4u * THIMBLE_IMAGE_HEADER_WORDS;
    uint32_t i;
    memset(bytes, 0, count);
    if (at < header_bytes) {
        uint8_t header[4u * THIMBLE_IMAGE_HEADER_WORDS];
        write_header(image, header);
        copy(header, 0, header_bytes, at, bytes, count);
    }
    copy((const uint8_t *)image->base + header_bytes, header_bytes, answer_at(image), at, bytes, count);
    for (i = 0; i < count; i++) {
        if (at + i >= answer_at(image) && at + i < vectors_at(image)) {
            bytes[i] = answer_byte(image, at + i - answer_at(image));
        }
    }
}

/* Two neighbouring rows, rounded when they are first asked for. */
typedef struct {
    const thimble_train_region_data *region;
    uint32_t number[2];
    const int32_t *weights[2];
    thimble_train_row_t rows[2];
} rounded_t;

/* The weights of a row that is asked for. */
static const int32_t *weights_of(const thimble_train_region_data *region, uint32_t row)
{
    const uint32_t columns = region->matrix->columns;
    int32_t *room;
    if (region->merge == NULL) {
        return region->weights + (size_t)row * columns;
    }
    room = region->merge->room + row % 2u * columns;
    thimble_train_merge_row(region->matrix, region->merge, row, room);
    return room;
}

static const thimble_train_row_t *row_of(rounded_t *rounded, uint32_t row)
{
    thimble_train_row_t *const kept = &rounded->rows[row % 2u];
    if (rounded->number[row % 2u] != row) {
        rounded->number[row % 2u] = row;
        rounded->weights[row % 2u] = weights_of(rounded->region, row);
        thimble_train_round_row(rounded->region->matrix, rounded->weights[row % 2u], kept);
    }
    return kept;
}

static int32_t weight_of(rounded_t *rounded, uint32_t row, uint32_t column)
{
    const thimble_train_region_data *const region = rounded->region;
    const thimble_train_row_t *kept;
    if (row >= region->rows || column + 1u >= region->matrix->columns) {
        return 0;
    }
    kept = row_of(rounded, row);
    return thimble_train_rounded(kept, rounded->weights[row % 2u][column]);
}

/* A column of two neighbouring rows, the first of which is even, in 16 bits. */
static uint32_t pair_of(rounded_t *rounded, uint32_t row, uint32_t column)
{
    return (uint32_t)(256 * weight_of(rounded, row + 1u, column) + weight_of(rounded, row, column)) & 0xFFFFu;
}

/* A word as thimble_linear_paired_data has them. */
static uint32_t paired_word(rounded_t *rounded, uint32_t word)
{
    const uint32_t quads = (rounded->region->matrix->columns - 1u + 3u) / 4u;
    const uint32_t row = word / (4u * quads) * 4u + word % 2u * 2u;
    const uint32_t column = word / 4u % quads * 4u + word / 2u % 2u;
    return pair_of(rounded, row, column) | pair_of(rounded, row, column + 2u) << 16;
}

static uint32_t weight_bytes(const thimble_train_region_data *region)
{
    const uint32_t inputs = region->matrix->columns - 1u;
    return region->layout == THIMBLE_TRAIN_PLAIN ? region->outputs * inputs
                                                 : (region->outputs + 3u) / 4u * ((inputs + 3u) / 4u) * 16u;
}

static uint8_t weight_byte(rounded_t *rounded, uint32_t at)
{
    const thimble_train_region_data *const region = rounded->region;
    const uint32_t inputs = region->matrix->columns - 1u;
    if (region->layout == THIMBLE_TRAIN_PLAIN) {
        return (uint8_t)weight_of(rounded, at / inputs, at % inputs);
    }
    return (uint8_t)(paired_word(rounded, at / 4u) >> 8u * (at % 4u));
}

/* Words of pairs of rows take turns. Those of one pair are put at a time, for no more rows are kept than two. */
static void overlay_weights(rounded_t *rounded, uint32_t at, uint8_t *bytes, uint32_t count)
{
    const uint32_t all = weight_bytes(rounded->region);
    const uint32_t turns = rounded->region->layout == THIMBLE_TRAIN_PLAIN ? 1u : 2u;
    uint32_t turn;
    uint32_t i;
    for (turn = 0; turn < turns; turn++) {
        for (i = 0; i < count; i++) {
            const uint32_t place = at + i - rounded->region->weights_at;
            if (place < all && place / 4u % turns == turn) {
                bytes[i] = weight_byte(rounded, place);
            }
        }
    }
}

/* A byte of a word of each row, of those that there are. */
static uint8_t bias_byte(rounded_t *rounded, uint32_t at)
{
    const uint32_t row = at / 4u;
    const int32_t bias = row < rounded->region->rows ? row_of(rounded, row)->bias : 0;
    return (uint8_t)((uint32_t)bias >> 8u * (at % 4u));
}

static uint8_t multiplier_byte(rounded_t *rounded, uint32_t at)
{
    const uint32_t row = at / 4u;
    const int32_t multiplier = row < rounded->region->rows ? row_of(rounded, row)->multiplier : 0;
    return (uint8_t)((uint32_t)multiplier >> 8u * (at % 4u));
}

THIMBLE_SHARED
void thimble_train_image_overlay(const thimble_train_region_data *region, uint32_t at, uint8_t *bytes, uint32_t count)
{
    rounded_t rounded;
    uint32_t i;
    memset(&rounded, 0, sizeof rounded);
    rounded.region = region;
    rounded.number[0] = rounded.number[1] = UINT32_MAX;
    overlay_weights(&rounded, at, bytes, count);
    for (i = 0; i < count; i++) {
        const uint32_t place = at + i;
        if (place - region->bias_at < 4u * region->outputs) {
            bytes[i] = bias_byte(&rounded, place - region->bias_at);
        } else if (place - region->multipliers_at < 4u * region->outputs) {
            bytes[i] = multiplier_byte(&rounded, place - region->multipliers_at);
        }
    }
}
