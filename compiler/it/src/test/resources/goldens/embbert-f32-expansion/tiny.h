/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tiny: 3 labels, up to 20 tokens. Written by thimble compile; do not edit.
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
#define THIMBLE_TINY_ARENA_BYTES 1536u

/* The longest sequence, special tokens included; longer texts are cut. */
#define THIMBLE_TINY_MAX_TOKENS 20u

/* Number of labels. */
#define THIMBLE_TINY_LABELS 3u

/* Token ids are below this. */
#define THIMBLE_TINY_VOCABULARY 60u

/* The real value of one step of a logit, as text: no floating point stands in this package. */
#define THIMBLE_TINY_LOGIT_SCALE "1.3329972789202218E-4"

/* The logit that stands for 0: a logit's real value is (logit - zero point) times the scale. */
#define THIMBLE_TINY_LOGIT_ZERO_POINT (0)

/* What one model needs besides its arena; its members are the model's own business. */
typedef struct {
    uint8_t *arena;
    int32_t logits[THIMBLE_TINY_LABELS];
    uint16_t ids[THIMBLE_TINY_MAX_TOKENS];
} thimble_tiny_t;

/*
 * Gives the context its arena: at least THIMBLE_TINY_ARENA_BYTES bytes, aligned to THIMBLE_ALIGNMENT, the
 * caller's for as long as the context is used. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT or THIMBLE_ERROR_ARENA.
 */
int thimble_tiny_init(thimble_tiny_t *ctx, void *arena, size_t arena_bytes);

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

/* The name of a label; an empty string where there is none. */
const char *thimble_tiny_label(uint16_t label);

#ifdef __cplusplus
}
#endif

#endif
