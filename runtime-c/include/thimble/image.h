/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: all data of a model as one image, read in place; docs/updates.md of Thimble has its layout. */
#ifndef THIMBLE_IMAGE_H
#define THIMBLE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An image may start at any multiple of 4, and best at one of this, of which its size is one, too. */
#define THIMBLE_IMAGE_ALIGNMENT 16u

/* Words of its header. */
#define THIMBLE_IMAGE_HEADER_WORDS 40u

/* Words of a program's digest. */
#define THIMBLE_IMAGE_PROGRAM_WORDS 8u

/* The parts, in their order. */
enum {
    THIMBLE_IMAGE_CONSTANTS = 0,
    THIMBLE_IMAGE_TOKENIZER = 1,
    THIMBLE_IMAGE_ANSWER = 2,
    THIMBLE_IMAGE_VECTORS = 3
};

/* What a model's code expects of an image. */
typedef struct {
    const uint32_t *program; /* digest, THIMBLE_IMAGE_PROGRAM_WORDS words */
    uint32_t constants_bytes;
    uint32_t max_tokens;
    uint32_t vocabulary;
    uint32_t labels; /* the most that it has room for */
} thimble_image_program_data;

/* A sequence of the self-test. */
typedef struct {
    const uint16_t *ids;
    uint32_t count;
    const int32_t *logits; /* one for each label */
} thimble_image_vector_data;

/*
 * Whether an image is one of a program, lies where it can be read, and has header, answer and vectors as they should
 * be. No byte beyond image_bytes is read. The tokenizer's part lies in the image; what is in it is another question.
 */
int thimble_image_fits(const void *image, size_t image_bytes, const thimble_image_program_data *program);

/* Bytes of an image that fits; they may be fewer than were given. */
uint32_t thimble_image_bytes(const void *image);

/* Bytes from the start of an image that fits to a part. */
uint32_t thimble_image_part(const void *image, uint32_t part);

/* The digest of all that follows the header, 32 bytes, as the header of an image that fits says. */
const uint8_t *thimble_image_content(const void *image);

/* Whether the bytes of an image that fits have the digest that its header says. */
int thimble_image_is_whole(const void *image);

/* How many labels an image that fits has: 1 to those that its program has room for. */
uint32_t thimble_image_labels(const void *image);

/* The logit that stands for 0. */
int32_t thimble_image_zero_of_logits(const void *image);

/* The scale of logits, a decimal. */
const char *thimble_image_step_of_logits(const void *image);

/* A label; an empty text where there is none. */
const char *thimble_image_name(const void *image, uint32_t label);

/* Whether these logits are those of the vector. */
int thimble_image_vector_has(const thimble_image_vector_data *vector, const int32_t *logits, uint32_t labels);

/* How many vectors there are. */
uint32_t thimble_image_vectors(const void *image);

/* The vector behind `before`, the first one where that is null; `labels`: logits of each. */
thimble_image_vector_data thimble_image_vector(
    const void *image, const thimble_image_vector_data *before, uint32_t labels);

#ifdef __cplusplus
}
#endif

#endif
