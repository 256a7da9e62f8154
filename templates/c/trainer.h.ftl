/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ${model.name}: trains ${trainer.part()} on the device. Written by thimble compile; do not edit.
 *
 * A trainer begins with the weights of a context's image, learns from one example at a time, and changes nothing but
 * itself. It works in the context's arena. No floating point is used: every core computes the same bits, those of the
 * reference. docs/training.md of Thimble tells more.
 */
#ifndef THIMBLE_${model.macro}_TRAINER_H
#define THIMBLE_${model.macro}_TRAINER_H

#include "${model.name}.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a trainer, the caller's for as long as it trains. */
#define THIMBLE_${model.macro}_TRAINER_BYTES ${trainer.stateBytes()}u

/* Examples that it keeps, to learn from them again. */
#define THIMBLE_${model.macro}_REPLAY ${trainer.replay()}u

/* Values under training. */
#define THIMBLE_${model.macro}_PARAMETERS ${trainer.parameters()}u

/* What a task of a fleet (thimble/fleet.h) names the layout of these values by. */
#define THIMBLE_${model.macro}_PART \
    {${trainer.partDigest()?join(", ")}}

/* A trainer; its members are its own business. */
typedef union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_${model.macro}_TRAINER_BYTES];
} thimble_${model.name}_trainer_t;

/*
 * Begins with the weights of the context's image, no examples kept. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT, or
 * THIMBLE_ERROR_TRAINING where a rate is out of its range or too large for the scales of this model.
 */
int thimble_${model.name}_trainer_begin(
    thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx, const thimble_training_data *how);

/*
 * One step: on a text and its label, and on kept examples; then the text's features are kept. The context's image is
 * the one that the trainer began with. Returns THIMBLE_OK, THIMBLE_ERROR_ARGUMENT, also where there is no such label, or
 * THIMBLE_ERROR_TOKENS.
 */
int thimble_${model.name}_learn(
    thimble_${model.name}_trainer_t *trainer, thimble_${model.name}_t *ctx, const char *utf8, size_t len, uint16_t label);

/* The same for token ids, as thimble_${model.name}_run takes them. */
int thimble_${model.name}_learn_ids(
    thimble_${model.name}_trainer_t *trainer, thimble_${model.name}_t *ctx, const uint16_t *ids, size_t count,
    uint16_t label);

/*
 * One label more, with weights of 0: what it is known by is learned. Its name has 1 to 23 bytes. Returns THIMBLE_OK, or
 * THIMBLE_ERROR_ARGUMENT, also where there are THIMBLE_${model.macro}_LABELS, or ${trainer.newLabels()} have come already.
 */
int thimble_${model.name}_add_label(thimble_${model.name}_trainer_t *trainer, const char *name);

/* Labels at present. */
uint16_t thimble_${model.name}_trained_labels(const thimble_${model.name}_trainer_t *trainer);

/*
 * All values under training, THIMBLE_${model.macro}_PARAMETERS of them, with 24 fractional bits: of each matrix row by row,
 * of a row the columns and then the bias. They may be set, to at most 2^21 in magnitude.
 */
int32_t *thimble_${model.name}_parameters(thimble_${model.name}_trainer_t *trainer);

<#if trainer.isHoldable()>
/* A bit for each matrix under training, in the order of the values. */
<#list trainer.trained() as matrix>
#define THIMBLE_${model.macro}_HOLD_${matrix.symbol()?upper_case} (1u << ${trainer.place(matrix)}) /* ${matrix.size()} values from ${matrix.at()} on */
</#list>

/*
 * Holds those matrices as they are whose bits are set, and goes on with all others; what held ones had gathered of
 * gradients is forgotten. A trainer begins with none held. So what stays on the device is trained apart from what a fleet
 * exchanges.
 */
void thimble_${model.name}_hold(thimble_${model.name}_trainer_t *trainer, uint32_t matrices);

/*
 * What a fleet exchanges where each device has a head of its own: so many values, which are the first ones, for the head's
 * come last; and what a task names their layout by.
 */
#define THIMBLE_${model.macro}_SHARED_PARAMETERS ${trainer.shared()}u
#define THIMBLE_${model.macro}_SHARED_PART \
    {${trainer.sharedDigest()?join(", ")}}

</#if>
/*
 * All values that training began with, as many, in the place of what the trainer needs to learn on: it has ended, and
 * only thimble_${model.name}_trainer_begin may follow. They may be overwritten, as with a record of thimble/fleet.h. The
 * context's image is the one that the trainer began with.
 */
int32_t *thimble_${model.name}_initial_parameters(
    thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx);

/* What a task of a fleet names the context's image by: the digest of its content, 32 bytes. */
const uint8_t *thimble_${model.name}_base(const thimble_${model.name}_t *ctx);

/*
 * Rounds what was learned to an image of this model's program, in the context's arena: tells its bytes, and its digest
 * (SHA-256, 32 bytes). It exists only as it is read: thimble_update_own_begin of thimble/store.h takes both, and then
 * all bytes. It has no vectors to test itself with. Returns THIMBLE_OK or THIMBLE_ERROR_ARGUMENT.
 */
int thimble_${model.name}_round(
    thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx, uint32_t *image_bytes, uint8_t *digest);

/* Reads bytes of the image that thimble_${model.name}_round told of, as long as nothing is learned. */
void thimble_${model.name}_rounded(
    const thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx, uint32_t at, uint8_t *bytes,
    uint32_t count);

#ifdef __cplusplus
}
#endif

#endif
