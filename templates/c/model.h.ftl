/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ${model.name}: ${model.labels?size} labels, up to ${model.maxTokens} tokens. Written by thimble compile; do not edit.
 *
 * One context and one arena serve one call at a time; several contexts may run at once. Nothing is allocated, nothing
 * global is written, no floating point is used.
 */
#ifndef THIMBLE_${model.macro}_MODEL_H
#define THIMBLE_${model.macro}_MODEL_H

#include "thimble/types.h"

#if THIMBLE_INTERFACE != 4
#error "thimble/types.h is that of a package of another version of Thimble"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What the model is called, and the version of Thimble that wrote this. */
#define THIMBLE_${model.macro}_NAME "${model.name}"
#define THIMBLE_${model.macro}_VERSION "${version}"

/* Bytes of arena that the model needs, exactly; aligned to THIMBLE_ALIGNMENT. */
#define THIMBLE_${model.macro}_ARENA_BYTES ${model.arenaBytes}u

/* The longest sequence, special tokens included; longer texts are cut. */
#define THIMBLE_${model.macro}_MAX_TOKENS ${model.maxTokens}u

<#if model.loaded>
/* The most labels that an image of this program has; `labels` of a result says how many the context's image has. */
<#else>
/* Number of labels. */
</#if>
#define THIMBLE_${model.macro}_LABELS ${model.labelRoom}u

/* Token ids are below this. */
#define THIMBLE_${model.macro}_VOCABULARY ${model.vocabulary}u

<#if !model.loaded>
/* The real value of one step of a logit, as text: no floating point stands in this package. */
#define THIMBLE_${model.macro}_LOGIT_SCALE "${model.logitScale}"

/* The logit that stands for 0: a logit's real value is (logit - zero point) times the scale. */
#define THIMBLE_${model.macro}_LOGIT_ZERO_POINT (${model.logitZeroPoint})

</#if>
<#if model.loaded>
/* Bytes of the image that ${model.name}_image.bin holds: all data of the model. Others of the same program may have more or less. */
#define THIMBLE_${model.macro}_IMAGE_BYTES ${model.image.get().bytes()}u

struct thimble_${model.name}_image;

</#if>
/* What one model needs besides its arena; its members are the model's own business. */
typedef struct {
<#if model.loaded>
    const struct thimble_${model.name}_image *image;
</#if>
    uint8_t *arena;
    int32_t logits[THIMBLE_${model.macro}_LABELS];
    uint16_t ids[THIMBLE_${model.macro}_MAX_TOKENS];
} thimble_${model.name}_t;

/*
 * Gives the context its arena: at least THIMBLE_${model.macro}_ARENA_BYTES bytes, aligned to THIMBLE_ALIGNMENT, the
 * caller's for as long as the context is used. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT or THIMBLE_ERROR_ARENA.
<#if model.loaded>
 * The image is the one that the compiler wrote; a program that does not call this need not hold it.
</#if>
 */
int thimble_${model.name}_init(thimble_${model.name}_t *ctx, void *arena, size_t arena_bytes);

<#if model.loaded>
/*
 * The image that the compiler wrote, which the program holds, and its bytes: what an updater's device calls the image of
 * its factory. A program that does not call this, or thimble_${model.name}_init, need not hold it.
 */
const void *thimble_${model.name}_factory(uint32_t *image_bytes);

/*
 * The same as thimble_${model.name}_init with an image of any compilation of this program: `image_bytes` bytes or fewer at a multiple of 4, which stay
 * as they are for as long as the context is used. Returns what thimble_${model.name}_init does, or THIMBLE_ERROR_IMAGE where there is
 * no image, or one that this code cannot read: of another program, cut short, or with tables that lead out of it. Nothing
 * outside of the image is read, then or later, whatever is in it; whether its numbers are the ones that they were is
 * what thimble_${model.name}_selftest tells.
 */
int thimble_${model.name}_open(
    thimble_${model.name}_t *ctx, const void *image, size_t image_bytes, void *arena, size_t arena_bytes);

/*
 * Compares the image with the digest in its header, and computes the sequences that it brings along for this. Returns
 * THIMBLE_OK; THIMBLE_ERROR_ARGUMENT; THIMBLE_ERROR_IMAGE where the digest is another; or THIMBLE_ERROR_SELFTEST where a
 * sequence has other logits than it should, and then `failed`, which may be null, is its number, from 0. A program that
 * does not call this does not have it.
 */
int thimble_${model.name}_selftest(thimble_${model.name}_t *ctx, uint32_t *failed);

</#if>
/*
 * Classifies UTF-8 text of `len` bytes; any bytes are allowed, and a text longer than the model is cut.
 * Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT, or THIMBLE_ERROR_TOKENS where the text has no token at all (a tokenizer
 * without special tokens); `out` is set on THIMBLE_OK only.
 */
int thimble_${model.name}_classify(thimble_${model.name}_t *ctx, const char *utf8, size_t len, thimble_result_t *out);

/*
 * Classifies token ids that are given with their special tokens: 1 to THIMBLE_${model.macro}_MAX_TOKENS of them, each
 * below THIMBLE_${model.macro}_VOCABULARY. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT or THIMBLE_ERROR_TOKENS.
 */
int thimble_${model.name}_run(thimble_${model.name}_t *ctx, const uint16_t *ids, size_t count, thimble_result_t *out);

<#if model.trainable>
/*
 * What a trainer starts from (${model.name}_trainer.h): ${model.trainer.get().width()} integers. Returns what thimble_${model.name}_classify and
 * thimble_${model.name}_run do; they are set on THIMBLE_OK only.
 */
int thimble_${model.name}_features(
    thimble_${model.name}_t *ctx, const char *utf8, size_t len, int8_t *features);
int thimble_${model.name}_features_of_ids(
    thimble_${model.name}_t *ctx, const uint16_t *ids, size_t count, int8_t *features);

</#if>
<#if model.loaded>
/* The name of a label of the context's image; an empty string where there is none. */
const char *thimble_${model.name}_label(const thimble_${model.name}_t *ctx, uint16_t label);

/*
 * What logits of the context's image mean: a logit's real value is (logit - zero point) times the scale, a decimal as
 * text, for no floating point stands in this package.
 */
const char *thimble_${model.name}_logit_scale(const thimble_${model.name}_t *ctx);
int32_t thimble_${model.name}_logit_zero_point(const thimble_${model.name}_t *ctx);
<#else>
/* The name of a label; an empty string where there is none. */
const char *thimble_${model.name}_label(uint16_t label);
</#if>

#ifdef __cplusplus
}
#endif

#endif
