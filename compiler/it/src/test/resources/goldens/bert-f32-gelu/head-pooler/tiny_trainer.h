/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tiny: trains head+pooler on the device. Written by thimble compile; do not edit.
 *
 * A trainer begins with the weights of a context's image, learns from one example at a time, and changes nothing but
 * itself. It works in the context's arena. No floating point is used: every core computes the same bits, those of the
 * reference. docs/training.md of Thimble tells more.
 */
#ifndef THIMBLE_TINY_TRAINER_H
#define THIMBLE_TINY_TRAINER_H

#include "tiny.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a trainer, the caller's for as long as it trains. */
#define THIMBLE_TINY_TRAINER_BYTES 9920u

/* Examples that it keeps, to learn from them again. */
#define THIMBLE_TINY_REPLAY 8u

/* Values under training. */
#define THIMBLE_TINY_PARAMETERS 1188u

/* What a task of a fleet (thimble/fleet.h) names the layout of these values by. */
#define THIMBLE_TINY_PART \
    {0xDD, 0x20, 0x96, 0xE9, 0xA7, 0x82, 0xF9, 0xCC, 0x86, 0xE7, 0x24, 0xBC, 0xBC, 0x27, 0xD6, 0xCF}

/* A trainer; its members are its own business. */
typedef union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_TINY_TRAINER_BYTES];
} thimble_tiny_trainer_t;

/*
 * Begins with the weights of the context's image, no examples kept. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT, or
 * THIMBLE_ERROR_TRAINING where a rate is out of its range or too large for the scales of this model.
 */
int thimble_tiny_trainer_begin(
    thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx, const thimble_training_data *how);

/*
 * One step: on a text and its label, and on kept examples; then the text's features are kept. The context's image is
 * the one that the trainer began with. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT, also where there is no such label, or
 * THIMBLE_ERROR_TOKENS.
 */
int thimble_tiny_learn(
    thimble_tiny_trainer_t *trainer, thimble_tiny_t *ctx, const char *utf8, size_t len, uint16_t label);

/* The same for token ids, as thimble_tiny_run takes them. */
int thimble_tiny_learn_ids(
    thimble_tiny_trainer_t *trainer, thimble_tiny_t *ctx, const uint16_t *ids, size_t count,
    uint16_t label);

/*
 * One label more, with weights of 0: what it is known by is learned. Its name has 1 to 23 bytes. Returns THIMBLE_OK, or
 * THIMBLE_ERROR_ARGUMENT, also where there are THIMBLE_TINY_LABELS, or 0 have come already.
 */
int thimble_tiny_add_label(thimble_tiny_trainer_t *trainer, const char *name);

/* Labels at present. */
uint16_t thimble_tiny_trained_labels(const thimble_tiny_trainer_t *trainer);

/*
 * All values under training, THIMBLE_TINY_PARAMETERS of them, with 24 fractional bits: of each matrix row by row,
 * of a row the columns and then the bias. They may be set, to at most 2^21 in magnitude.
 */
int32_t *thimble_tiny_parameters(thimble_tiny_trainer_t *trainer);

/* A bit for each matrix under training, in the order of the values. */
#define THIMBLE_TINY_HOLD_POOLER (1u << 0) /* 1056 values from 0 on */
#define THIMBLE_TINY_HOLD_CLASSIFIER (1u << 1) /* 132 values from 1056 on */

/*
 * Holds those matrices as they are whose bits are set, and goes on with all others; what held ones had gathered of
 * gradients is forgotten. A trainer begins with none held. So what stays on the device is trained apart from what a fleet
 * exchanges.
 */
void thimble_tiny_hold(thimble_tiny_trainer_t *trainer, uint32_t matrices);

/*
 * What a fleet exchanges where each device has a head of its own: so many values, which are the first ones, for the head's
 * come last; and what a task names their layout by.
 */
#define THIMBLE_TINY_SHARED_PARAMETERS 1056u
#define THIMBLE_TINY_SHARED_PART \
    {0x35, 0x2F, 0x4B, 0xB0, 0x56, 0xF8, 0x17, 0x4C, 0x4F, 0x44, 0x5D, 0x61, 0xCD, 0x66, 0x98, 0xA2}

/*
 * All values that training began with, as many, in the place of what the trainer needs to learn on: it has ended, and
 * only thimble_tiny_trainer_begin may follow. They may be overwritten, as with a record of thimble/fleet.h. The
 * context's image is the one that the trainer began with.
 */
int32_t *thimble_tiny_initial_parameters(
    thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx);

/* What a task of a fleet names the context's image by: the digest of its content, 32 bytes. */
const uint8_t *thimble_tiny_base(const thimble_tiny_t *ctx);

/*
 * Rounds what was learned to an image of this model's program, in the context's arena: tells its bytes, and its digest
 * (SHA-256, 32 bytes). It exists only as it is read: thimble_update_own_begin of thimble/store.h takes both, and then
 * all bytes. It has no vectors to test itself with. Returns THIMBLE_OK or THIMBLE_ERROR_ARGUMENT.
 */
int thimble_tiny_round(
    thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx, uint32_t *image_bytes, uint8_t *digest);

/* Reads bytes of the image that thimble_tiny_round told of, as long as nothing is learned. */
void thimble_tiny_rounded(
    const thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx, uint32_t at, uint8_t *bytes,
    uint32_t count);

#ifdef __cplusplus
}
#endif

#endif
