/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: reads an image in place. */
#include "thimble/image.h"

#include <string.h>

#define MAGIC 0x4D494854u
#define FORMAT_AND_HEADER_BYTES (2u | 4u * THIMBLE_IMAGE_HEADER_WORDS << 16)

/* Words of the header. */
enum { WORD_MAGIC = 0, WORD_FORMAT = 1, WORD_BYTES = 2, WORD_ZERO = 3, WORD_PROGRAM = 4, WORD_PARTS = 32, PARTS = 4 };

/* Words of the answer's part: labels, the zero point of logits, the place of their scale, and those of the labels. */
enum { ANSWER_LABELS = 0, ANSWER_ZERO_POINT = 1, ANSWER_TEXTS = 2 };

static const uint32_t *words_of(const void *image, uint32_t part)
{
    return (const uint32_t *)image + thimble_image_part(image, part) / sizeof(uint32_t);
}

static uint32_t bytes_of(const uint32_t *header, uint32_t part)
{
    return header[WORD_PARTS + 2u * part + 1u];
}

static int is_of(const uint32_t *header, const uint32_t *program)
{
    uint32_t i;
    for (i = 0; i < THIMBLE_IMAGE_PROGRAM_WORDS; i++) {
        if (header[WORD_PROGRAM + i] != program[i]) {
            return 0;
        }
    }
    return 1;
}

static int header_fits(const uint32_t *header, size_t image_bytes)
{
    return header[WORD_MAGIC] == MAGIC && header[WORD_FORMAT] == FORMAT_AND_HEADER_BYTES && header[WORD_ZERO] == 0
           && header[WORD_BYTES] <= image_bytes && header[WORD_BYTES] % THIMBLE_IMAGE_ALIGNMENT == 0
           && header[WORD_BYTES] >= 4u * THIMBLE_IMAGE_HEADER_WORDS;
}

/* Each part begins where the one before ends, the first behind the header. */
static int parts_fit(const uint32_t *header)
{
    uint32_t at = 4u * THIMBLE_IMAGE_HEADER_WORDS;
    uint32_t part;
    for (part = 0; part < PARTS; part++) {
        if (header[WORD_PARTS + 2u * part] != at || bytes_of(header, part) % sizeof(uint32_t) != 0
            || bytes_of(header, part) > header[WORD_BYTES] - at) {
            return 0;
        }
        at += bytes_of(header, part);
    }
    return 1;
}

/* There is a label and room for all; the texts lie in the part, and it ends with a 0. */
static int answer_fits(const uint32_t *header, uint32_t room)
{
    const uint32_t bytes = bytes_of(header, THIMBLE_IMAGE_ANSWER);
    const uint32_t start = thimble_image_part(header, THIMBLE_IMAGE_ANSWER);
    const uint32_t *const answer = words_of(header, THIMBLE_IMAGE_ANSWER);
    uint32_t labels;
    uint32_t head;
    uint32_t i;
    if (bytes == 0 || answer[ANSWER_LABELS] == 0 || answer[ANSWER_LABELS] > room) {
        return 0;
    }
    labels = answer[ANSWER_LABELS];
    head = 4u * (ANSWER_TEXTS + 1u + labels);
    if (bytes <= head || ((const uint8_t *)answer)[bytes - 1] != 0) {
        return 0;
    }
    for (i = 0; i <= labels; i++) {
        if (answer[ANSWER_TEXTS + i] < start + head || answer[ANSWER_TEXTS + i] >= start + bytes) {
            return 0;
        }
    }
    return 1;
}

static int ids_fit(const thimble_image_vector_data *vector, uint32_t vocabulary)
{
    uint32_t i;
    for (i = 0; i < vector->count; i++) {
        if (vector->ids[i] >= vocabulary) {
            return 0;
        }
    }
    return 1;
}

static uint32_t words_of_vector(uint32_t ids, uint32_t labels)
{
    return 1u + (ids + 1u) / 2u + labels;
}

/* The vectors fill the part. */
static int vectors_fit(const uint32_t *header, const thimble_image_program_data *program)
{
    const uint32_t *const words = words_of(header, THIMBLE_IMAGE_VECTORS);
    const uint32_t count = bytes_of(header, THIMBLE_IMAGE_VECTORS) / 4u;
    const uint32_t labels = thimble_image_labels(header);
    thimble_image_vector_data vector;
    uint32_t at = 1;
    uint32_t i;
    if (count == 0) {
        return 0;
    }
    for (i = 0; i < words[0]; i++) {
        if (at >= count || words[at] == 0 || words[at] > program->max_tokens
            || words_of_vector(words[at], labels) > count - at) {
            return 0;
        }
        vector = thimble_image_vector(header, i == 0 ? NULL : &vector, labels);
        if (!ids_fit(&vector, program->vocabulary)) {
            return 0;
        }
        at += words_of_vector(words[at], labels);
    }
    return at == count;
}

THIMBLE_SHARED
int thimble_image_fits(const void *image, size_t image_bytes, const thimble_image_program_data *program)
{
    const uint32_t *const header = (const uint32_t *)image;
    return image != NULL && (uintptr_t)image % sizeof(uint32_t) == 0
           && image_bytes >= 4u * THIMBLE_IMAGE_HEADER_WORDS && header_fits(header, image_bytes)
           && is_of(header, program->program) && parts_fit(header)
           && bytes_of(header, THIMBLE_IMAGE_CONSTANTS) == program->constants_bytes
           && answer_fits(header, program->labels) && vectors_fit(header, program);
}

THIMBLE_SHARED
uint32_t thimble_image_bytes(const void *image)
{
    return ((const uint32_t *)image)[WORD_BYTES];
}

THIMBLE_SHARED
uint32_t thimble_image_part(const void *image, uint32_t part)
{
    return ((const uint32_t *)image)[WORD_PARTS + 2u * part];
}

THIMBLE_SHARED
uint32_t thimble_image_labels(const void *image)
{
    return words_of(image, THIMBLE_IMAGE_ANSWER)[ANSWER_LABELS];
}

THIMBLE_SHARED
int32_t thimble_image_zero_of_logits(const void *image)
{
    int32_t zero_point;
    memcpy(&zero_point, words_of(image, THIMBLE_IMAGE_ANSWER) + ANSWER_ZERO_POINT, sizeof zero_point);
    return zero_point;
}

THIMBLE_SHARED
const char *thimble_image_step_of_logits(const void *image)
{
    return (const char *)image + words_of(image, THIMBLE_IMAGE_ANSWER)[ANSWER_TEXTS];
}

THIMBLE_SHARED
const char *thimble_image_name(const void *image, uint32_t label)
{
    const uint32_t *const answer = words_of(image, THIMBLE_IMAGE_ANSWER);
    return label < thimble_image_labels(image) ? (const char *)image + answer[ANSWER_TEXTS + 1u + label] : "";
}

THIMBLE_SHARED
int thimble_image_vector_has(const thimble_image_vector_data *vector, const int32_t *logits, uint32_t labels)
{
    uint32_t i;
    for (i = 0; i < labels; i++) {
        if (vector->logits[i] != logits[i]) {
            return 0;
        }
    }
    return 1;
}

THIMBLE_SHARED
uint32_t thimble_image_vectors(const void *image)
{
    return words_of(image, THIMBLE_IMAGE_VECTORS)[0];
}

THIMBLE_SHARED
thimble_image_vector_data thimble_image_vector(
    const void *image, const thimble_image_vector_data *before, uint32_t labels)
{
    const uint32_t *const words = before == NULL ? words_of(image, THIMBLE_IMAGE_VECTORS) + 1
                                                 : (const uint32_t *)(const void *)(before->logits + labels);
    thimble_image_vector_data vector;
    vector.count = words[0];
    vector.ids = (const uint16_t *)(const void *)(words + 1);
    vector.logits = (const int32_t *)(const void *)(words + 1 + (vector.count + 1u) / 2u);
    return vector;
}
