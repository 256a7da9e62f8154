/* SPDX-License-Identifier: Apache-2.0 */
<#import "train/common.ftl" as common>
/* ${model.name}: the trainer. Written by thimble compile; do not edit. */
#include "../include/${model.name}_trainer.h"

#include <string.h>

#include "${model.name}_constants.h"
#include "sha256.h"
#include "thimble/image.h"
#include "thimble/kernels.h"
#include "thimble/train.h"

#define KEPT ${trainer.replay()}u

/* Labels that may come while training. */
#define NEW_LABELS ${trainer.newLabels()}u

#define FEATURES ${trainer.width()}u

/* Bytes of an image that are hashed at a time. */
#define STRIDE 64u

/* What a trainer is. */
typedef struct {
    thimble_training_data how;
    uint32_t labels;
<#if trainer.isHoldable()>
    uint16_t added; /* of them, those that the image does not have */
    uint16_t held;  /* a bit for each matrix: whether steps leave it as it is */
<#else>
    uint32_t added; /* of them, those that the image does not have */
</#if>
    uint32_t kept;
    uint32_t random;
    int32_t weights[THIMBLE_${model.macro}_PARAMETERS];
    int32_t momentum[THIMBLE_${model.macro}_PARAMETERS];
    uint32_t seen[THIMBLE_${model.macro}_LABELS];
    uint8_t content[THIMBLE_SHA256_BYTES]; /* of the image that training has led to */
    char names[NEW_LABELS + 1u][THIMBLE_TRAIN_NAME_BYTES];
    uint16_t kept_labels[KEPT + 1u];
    int8_t kept_features[(KEPT + 1u) * FEATURES]; /* the last are those of the example that is learned */
} state_t;

/* Fails to compile where a trainer takes more memory than is said. */
typedef char state_fits_t[sizeof(state_t) <= THIMBLE_${model.macro}_TRAINER_BYTES ? 1 : -1];

/* What one example is computed in, in the arena. */
typedef struct {
    int64_t sums[${trainer.mostRows()?c}];
<#if trainer.kernelScratch() gt 0>
    int64_t kernel[${trainer.kernelRoom()?c}];
</#if>
    int32_t x[${trainer.inputWords()?c}];
    int32_t gradient[THIMBLE_${model.macro}_LABELS];
<#if trainer.hasAdapters()>
    int32_t steps[${trainer.mostRows()?c}];
    int32_t between[${trainer.rank()?c}];
</#if>
<#list trainer.gradients() as gradient>
    int32_t ${gradient.symbol()}[${gradient.width()?c}];
</#list>
<#list trainer.values() as value>
    int${value.bits()}_t ${value.symbol()}[${value.room()?c}];
</#list>
} scratch_t;

typedef char scratch_fits_t[sizeof(scratch_t) <= THIMBLE_${model.macro}_ARENA_BYTES ? 1 : -1];

/* The matrices. */
typedef struct {
<#list trainer.matrices() as matrix>
    thimble_train_segment_data ${matrix.symbol()}_segments[${matrix.segments()?size}];
    thimble_train_matrix_data ${matrix.symbol()};
</#list>
} matrices_t;

static void describe(const struct thimble_${model.name}_image *image, matrices_t *m)
{
<#list trainer.matrices() as matrix>
    const thimble_train_segment_data ${matrix.symbol()}_segments[] = {
<#list matrix.segments() as segment>
        {
            ${segment.columns()}u, /* columns */
            ${segment.zeroPoint()}, /* zero_point */
            <@common.scaling segment.step()/>, /* step */
            <@common.scaling segment.decay()/>, /* decay */
            <@common.scaling segment.input()/>, /* input */
            ${segment.begin()}, /* begin */
        },
</#list>
    };
    const thimble_train_matrix_data ${matrix.symbol()} = {
        m->${matrix.symbol()}_segments,
        ${matrix.segments()?size}u, /* segment_count */
        ${matrix.columns()}u, /* columns */
        ${matrix.biased()}u, /* biased */
        ${matrix.inputShift()}u, /* input_shift */
        <@common.scaling matrix.result()/>, /* result */
        <@common.scaling matrix.unit()/>, /* unit */
        <@common.scaling matrix.multiplier()/>, /* multiplier */
        ${matrix.zeroPoint()}, /* zero_point */
        ${matrix.largestWeight()}, /* largest_weight */
    };
</#list>
<#list trainer.matrices() as matrix>
    memcpy(m->${matrix.symbol()}_segments, ${matrix.symbol()}_segments, sizeof ${matrix.symbol()}_segments);
    m->${matrix.symbol()} = ${matrix.symbol()};
</#list>
}

static state_t *opened(thimble_${model.name}_trainer_t *trainer)
{
    return (state_t *)(void *)trainer;
}

<#list trainer.trained() as matrix>
<#if matrix.isInferred()>
static void unround_${matrix.symbol()}(
    const struct thimble_${model.name}_image *image, const matrices_t *m, int32_t *weights)
{
<@common.image matrix/>
    thimble_train_unround(&m->${matrix.symbol()}, &${matrix.symbol()}_rows, <#if matrix.isHead()>thimble_image_labels(image)<#else>${matrix.rows()}u</#if>, weights);
}

</#if>
</#list>
/* What weights are before anything is learned; those of labels that the image does not have are left as they are. */
static void begin_weights(const struct thimble_${model.name}_image *image, const matrices_t *m, int32_t *weights)
{
<#list trainer.trained() as matrix>
<#if matrix.isAdapter()>
    thimble_train_adapter(&m->${matrix.symbol()}, ${matrix.rows()}u, weights + ${matrix.at()});
<#else>
    unround_${matrix.symbol()}(image, m, weights + ${matrix.at()});
</#if>
</#list>
}

static int begins(const matrices_t *m, const thimble_training_data *how)
{
    const thimble_train_rates_data rates = {how->rate, how->momentum, how->decay};
    return how->seed != 0<#list trainer.trained() as matrix>
           && thimble_train_rates_fit(&m->${matrix.symbol()}, &rates)</#list>;
}

int thimble_${model.name}_trainer_begin(
    thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx, const thimble_training_data *how)
{
    matrices_t m;
    state_t *t;
    if (trainer == NULL || ctx == NULL || ctx->image == NULL || how == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    describe(ctx->image, &m);
    if (!begins(&m, how)) {
        return THIMBLE_ERROR_TRAINING;
    }
    t = opened(trainer);
    memset(t, 0, sizeof *t);
    t->how = *how;
    t->labels = thimble_image_labels(ctx->image);
    t->random = how->seed;
    begin_weights(ctx->image, &m, t->weights);
    return THIMBLE_OK;
}

<#if trainer.isHoldable()>
void thimble_${model.name}_hold(thimble_${model.name}_trainer_t *trainer, uint32_t matrices)
{
    state_t *const t = opened(trainer);
    t->held = (uint16_t)matrices;
<#list trainer.trained() as matrix>
    if ((matrices & THIMBLE_${model.macro}_HOLD_${matrix.symbol()?upper_case}) != 0) {
        memset(t->momentum + ${matrix.at()}, 0, ${matrix.size()}u * sizeof t->momentum[0]);
    }
</#list>
}

/* Rows of a matrix that a step changes. */
static uint32_t moved(const state_t *t, uint32_t matrix, uint32_t rows)
{
    return (t->held >> matrix & 1u) != 0 ? 0 : rows;
}

</#if>
/* Adds the gradient of one example. */
static void learn(
    state_t *t, const struct thimble_${model.name}_image *image, const matrices_t *m, scratch_t *s, const int8_t *features,
    uint32_t label, uint32_t batch)
{
<#list trainer.steps() as step>
<#import "train/" + step.template() + ".ftl" as kind>
<@kind.descriptor step/>
</#list>
    (void)image;
<#list trainer.features() as feature>
    memcpy(s->${feature.symbol()}, features + ${feature.at()}u, ${feature.width()}u);
</#list>
<#list trainer.steps() as step>
<#import "train/" + step.template() + ".ftl" as kind>
<@kind.forward step/>
</#list>
    thimble_train_softmax(s->sums, t->labels, label, batch, s->gradient);
<#list trainer.gradients() as gradient>
    memset(s->${gradient.symbol()}, 0, sizeof s->${gradient.symbol()});
</#list>
<#list trainer.steps()?reverse as step>
<#import "train/" + step.template() + ".ftl" as kind>
<@kind.backward step/>
</#list>
}

/* One step on the example whose features are there, and on kept ones. */
static void step(state_t *t, const struct thimble_${model.name}_image *image, scratch_t *s, uint32_t label)
{
    const thimble_train_rates_data rates = {t->how.rate, t->how.momentum, t->how.decay};
    const uint32_t again = t->kept == 0 ? 0 : t->how.replayed;
    thimble_replay_data replay = {
        t->kept_features, t->kept_labels, t->seen, FEATURES, KEPT, t->kept, t->random,
    };
    matrices_t m;
    uint32_t i;
    describe(image, &m);
<#list trainer.trained() as matrix>
    thimble_train_begin(&m.${matrix.symbol()}, &rates, t->weights + ${matrix.at()}, <@common.moved matrix/>, t->momentum + ${matrix.at()});
</#list>
    learn(t, image, &m, s, t->kept_features + KEPT * FEATURES, label, 1u + again);
    for (i = 0; i < again; i++) {
        const uint32_t kept = thimble_replay_pick(&replay);
        learn(t, image, &m, s, t->kept_features + kept * FEATURES, t->kept_labels[kept], 1u + again);
    }
<#list trainer.trained() as matrix>
    thimble_train_finish(&m.${matrix.symbol()}, &rates, t->momentum + ${matrix.at()}, <@common.moved matrix/>, t->weights + ${matrix.at()});
</#list>
    thimble_replay_keep(&replay, t->labels, t->kept_features + KEPT * FEATURES, label);
    t->kept = replay.count;
    t->random = replay.random;
}

/* Where the features of the example that is learned lie. */
static int8_t *newest(thimble_${model.name}_trainer_t *trainer)
{
    return opened(trainer)->kept_features + KEPT * FEATURES;
}

static int has_label(thimble_${model.name}_trainer_t *trainer, uint16_t label)
{
    return trainer != NULL && label < opened(trainer)->labels;
}

static void teach(
    thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx, uint16_t label)
{
    state_t *const t = opened(trainer);
    step(t, ctx->image, (scratch_t *)(void *)ctx->arena, label);
}

int thimble_${model.name}_learn(
    thimble_${model.name}_trainer_t *trainer, thimble_${model.name}_t *ctx, const char *utf8, size_t len, uint16_t label)
{
    int status = THIMBLE_ERROR_ARGUMENT;
    if (has_label(trainer, label)) {
        status = thimble_${model.name}_features(ctx, utf8, len, newest(trainer));
    }
    if (status == THIMBLE_OK) {
        teach(trainer, ctx, label);
    }
    return status;
}

int thimble_${model.name}_learn_ids(
    thimble_${model.name}_trainer_t *trainer, thimble_${model.name}_t *ctx, const uint16_t *ids, size_t count,
    uint16_t label)
{
    int status = THIMBLE_ERROR_ARGUMENT;
    if (has_label(trainer, label)) {
        status = thimble_${model.name}_features_of_ids(ctx, ids, count, newest(trainer));
    }
    if (status == THIMBLE_OK) {
        teach(trainer, ctx, label);
    }
    return status;
}

<#if trainer.newLabels() gt 0>
int thimble_${model.name}_add_label(thimble_${model.name}_trainer_t *trainer, const char *name)
{
    state_t *t;
    size_t bytes = 0;
    if (trainer == NULL || name == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    while (bytes < THIMBLE_TRAIN_NAME_BYTES && name[bytes] != 0) {
        bytes++;
    }
    t = opened(trainer);
    if (bytes == 0 || bytes == THIMBLE_TRAIN_NAME_BYTES || t->labels >= THIMBLE_${model.macro}_LABELS
        || t->added >= NEW_LABELS) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    memcpy(t->names[t->added], name, bytes + 1u);
    t->added++;
    t->labels++;
    return THIMBLE_OK;
}
<#else>
int thimble_${model.name}_add_label(thimble_${model.name}_trainer_t *trainer, const char *name)
{
    (void)trainer;
    (void)name;
    return THIMBLE_ERROR_ARGUMENT;
}
</#if>

uint16_t thimble_${model.name}_trained_labels(const thimble_${model.name}_trainer_t *trainer)
{
    return (uint16_t)((const state_t *)(const void *)trainer)->labels;
}

int32_t *thimble_${model.name}_parameters(thimble_${model.name}_trainer_t *trainer)
{
    return opened(trainer)->weights;
}

int32_t *thimble_${model.name}_initial_parameters(
    thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx)
{
    state_t *const t = opened(trainer);
    matrices_t m;
    describe(ctx->image, &m);
    memset(t->momentum, 0, sizeof t->momentum);
    begin_weights(ctx->image, &m, t->momentum);
    return t->momentum;
}

const uint8_t *thimble_${model.name}_base(const thimble_${model.name}_t *ctx)
{
    return thimble_image_content(ctx->image);
}

static void read_image(
    const state_t *t, const thimble_${model.name}_t *ctx, uint32_t at, uint8_t *bytes, uint32_t count)
{
    const struct thimble_${model.name}_image *const image = ctx->image;
    thimble_train_image_data trained = {image, t->names[0], t->added, {0}};
<#if trainer.hasAdapters()>
    scratch_t *const s = (scratch_t *)(void *)ctx->arena;
</#if>
    matrices_t m;
    memcpy(trained.content, t->content, sizeof trained.content);
    describe(image, &m);
    thimble_train_image_read(&trained, at, bytes, count);
<#list trainer.steps() as step>
<#import "train/" + step.template() + ".ftl" as kind>
<@kind.overlay step=step image="struct thimble_" + model.name + "_image"/>
</#list>
}

/* The digest of the image from a byte on. */
static void hash_image(
    const state_t *t, const thimble_${model.name}_t *ctx, uint32_t from, uint32_t to, uint8_t *digest)
{
    thimble_sha256_t hash;
    uint8_t bytes[STRIDE];
    uint32_t at;
    thimble_sha256_setup(&hash);
    for (at = from; at < to; at += STRIDE) {
        const uint32_t count = to - at < STRIDE ? to - at : STRIDE;
        read_image(t, ctx, at, bytes, count);
        thimble_sha256_update(&hash, bytes, count);
    }
    thimble_sha256_finish(&hash, digest);
}

int thimble_${model.name}_round(
    thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx, uint32_t *image_bytes, uint8_t *digest)
{
    state_t *const t = opened(trainer);
    if (trainer == NULL || ctx == NULL || ctx->image == NULL || image_bytes == NULL || digest == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    {
        const thimble_train_image_data trained = {ctx->image, t->names[0], t->added, {0}};
        *image_bytes = thimble_train_image_bytes(&trained);
    }
    hash_image(t, ctx, 4u * THIMBLE_IMAGE_HEADER_WORDS, *image_bytes, t->content);
    hash_image(t, ctx, 0, *image_bytes, digest);
    return THIMBLE_OK;
}

void thimble_${model.name}_rounded(
    const thimble_${model.name}_trainer_t *trainer, const thimble_${model.name}_t *ctx, uint32_t at, uint8_t *bytes,
    uint32_t count)
{
    read_image((const state_t *)(const void *)trainer, ctx, at, bytes, count);
}
