/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tiny: 4 labels, up to 24 tokens. Written by thimble compile; do not edit.
 *
 * One context and one arena serve one call at a time; several contexts may run at once. Nothing is allocated, nothing
 * global is written, no floating point is used.
 */
#ifndef THIMBLE_TINY_MODEL_H
#define THIMBLE_TINY_MODEL_H

#include "thimble/types.h"

#if THIMBLE_INTERFACE != 4
#error "thimble/types.h is that of a package of another version of Thimble"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What the model is called, and the version of Thimble that wrote this. */
#define THIMBLE_TINY_NAME "tiny"
#define THIMBLE_TINY_VERSION "0.1.0"

/* Bytes of arena that the model needs, exactly; aligned to THIMBLE_ALIGNMENT. */
#define THIMBLE_TINY_ARENA_BYTES 1280u

/* The longest sequence, special tokens included; longer texts are cut. */
#define THIMBLE_TINY_MAX_TOKENS 24u

/* The most labels that an image of this program has; `labels` of a result says how many the context's image has. */
#define THIMBLE_TINY_LABELS 4u

/* Token ids are below this. */
#define THIMBLE_TINY_VOCABULARY 90u

/* Bytes of the image that tiny_image.bin holds: all data of the model. Others of the same program may have more or less. */
#define THIMBLE_TINY_IMAGE_BYTES 22032u

struct thimble_tiny_image;

/* What one model needs besides its arena; its members are the model's own business. */
typedef struct {
    const struct thimble_tiny_image *image;
    uint8_t *arena;
    int32_t logits[THIMBLE_TINY_LABELS];
    uint16_t ids[THIMBLE_TINY_MAX_TOKENS];
} thimble_tiny_t;

/*
 * Gives the context its arena: at least THIMBLE_TINY_ARENA_BYTES bytes, aligned to THIMBLE_ALIGNMENT, the
 * caller's for as long as the context is used. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT or THIMBLE_ERROR_ARENA.
 * The image is the one that the compiler wrote; a program that does not call this need not hold it.
 */
int thimble_tiny_init(thimble_tiny_t *ctx, void *arena, size_t arena_bytes);

/*
 * The image that the compiler wrote, which the program holds, and its bytes: what an updater's device calls the image of
 * its factory. A program that does not call this, or thimble_tiny_init, need not hold it.
 */
const void *thimble_tiny_factory(uint32_t *image_bytes);

/*
 * The same as thimble_tiny_init with an image of any compilation of this program: `image_bytes` bytes or fewer at a multiple of 4, which stay
 * as they are for as long as the context is used. Returns what thimble_tiny_init does, or THIMBLE_ERROR_IMAGE where there is
 * no image, or one that this code cannot read: of another program, cut short, or with tables that lead out of it. Nothing
 * outside of the image is read, then or later, whatever is in it; whether its numbers are the ones that they were is
 * what thimble_tiny_selftest tells.
 */
int thimble_tiny_open(
    thimble_tiny_t *ctx, const void *image, size_t image_bytes, void *arena, size_t arena_bytes);

/*
 * Compares the image with the digest in its header, and computes the sequences that it brings along for this. Returns
 * THIMBLE_OK; THIMBLE_ERROR_ARGUMENT; THIMBLE_ERROR_IMAGE where the digest is another; or THIMBLE_ERROR_SELFTEST where a
 * sequence has other logits than it should, and then `failed`, which may be null, is its number, from 0. A program that
 * does not call this does not have it.
 */
int thimble_tiny_selftest(thimble_tiny_t *ctx, uint32_t *failed);

/*
 * Classifies UTF-8 text of `len` bytes; any bytes are allowed, and a text longer than the model is cut.
 * Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT, or THIMBLE_ERROR_TOKENS where the text has no token at all (a tokenizer
 * without special tokens); `out` is set on THIMBLE_OK only.
 */
int thimble_tiny_classify(thimble_tiny_t *ctx, const char *utf8, size_t len, thimble_result_t *out);

/*
 * Classifies token ids that are given with their special tokens: 1 to THIMBLE_TINY_MAX_TOKENS of them, each
 * below THIMBLE_TINY_VOCABULARY. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT or THIMBLE_ERROR_TOKENS.
 */
int thimble_tiny_run(thimble_tiny_t *ctx, const uint16_t *ids, size_t count, thimble_result_t *out);

/* The name of a label of the context's image; an empty string where there is none. */
const char *thimble_tiny_label(const thimble_tiny_t *ctx, uint16_t label);

/*
 * What logits of the context's image mean: a logit's real value is (logit - zero point) times the scale, a decimal as
 * text, for no floating point stands in this package.
 */
const char *thimble_tiny_logit_scale(const thimble_tiny_t *ctx);
int32_t thimble_tiny_logit_zero_point(const thimble_tiny_t *ctx);

#ifdef __cplusplus
}
#endif

#endif
