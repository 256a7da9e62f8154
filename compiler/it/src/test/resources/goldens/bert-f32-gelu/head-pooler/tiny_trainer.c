/* SPDX-License-Identifier: Apache-2.0 */
/* tiny: the trainer. Written by thimble compile; do not edit. */
#include "../include/tiny_trainer.h"

#include <string.h>

#include "tiny_constants.h"
#include "sha256.h"
#include "thimble/image.h"
#include "thimble/kernels.h"
#include "thimble/train.h"

#define KEPT 8u

/* Labels that may come while training. */
#define NEW_LABELS 0u

#define FEATURES 32u

/* Bytes of an image that are hashed at a time. */
#define STRIDE 64u

/* What a trainer is. */
typedef struct {
    thimble_training_data how;
    uint32_t labels;
    uint16_t added; /* of them, those that the image does not have */
    uint16_t held;  /* a bit for each matrix: whether steps leave it as it is */
    uint32_t kept;
    uint32_t random;
    int32_t weights[THIMBLE_TINY_PARAMETERS];
    int32_t momentum[THIMBLE_TINY_PARAMETERS];
    uint32_t seen[THIMBLE_TINY_LABELS];
    uint8_t content[THIMBLE_SHA256_BYTES]; /* of the image that training has led to */
    char names[NEW_LABELS + 1u][THIMBLE_TRAIN_NAME_BYTES];
    uint16_t kept_labels[KEPT + 1u];
    int8_t kept_features[(KEPT + 1u) * FEATURES]; /* the last are those of the example that is learned */
} state_t;

/* Fails to compile where a trainer takes more memory than is said. */
typedef char state_fits_t[sizeof(state_t) <= THIMBLE_TINY_TRAINER_BYTES ? 1 : -1];

/* What one example is computed in, in the arena. */
typedef struct {
    int64_t sums[32];
    int32_t x[33];
    int32_t gradient[THIMBLE_TINY_LABELS];
    int32_t back_pooler_activation[32];
    int8_t row_pool[32];
    int8_t row_pooler[32];
    int8_t row_pooler_activation[32];
} scratch_t;

typedef char scratch_fits_t[sizeof(scratch_t) <= THIMBLE_TINY_ARENA_BYTES ? 1 : -1];

/* The matrices. */
typedef struct {
    thimble_train_segment_data pooler_segments[2];
    thimble_train_matrix_data pooler;
    thimble_train_segment_data classifier_segments[2];
    thimble_train_matrix_data classifier;
} matrices_t;

static void describe(const struct thimble_tiny_image *image, matrices_t *m)
{
    const thimble_train_segment_data pooler_segments[] = {
        {
            32u, /* columns */
            image->pooler_training_segment0_zero_point, /* zero_point */
            {image->pooler_training_segment0_step_multiplier, image->pooler_training_segment0_step_shift}, /* step */
            {image->pooler_training_segment0_decay_multiplier, image->pooler_training_segment0_decay_shift}, /* decay */
            {image->pooler_training_segment0_input_multiplier, image->pooler_training_segment0_input_shift}, /* input */
            image->pooler_training_segment0_begin, /* begin */
        },
        {
            1u, /* columns */
            image->pooler_training_segment1_zero_point, /* zero_point */
            {image->pooler_training_segment1_step_multiplier, image->pooler_training_segment1_step_shift}, /* step */
            {image->pooler_training_segment1_decay_multiplier, image->pooler_training_segment1_decay_shift}, /* decay */
            {image->pooler_training_segment1_input_multiplier, image->pooler_training_segment1_input_shift}, /* input */
            image->pooler_training_segment1_begin, /* begin */
        },
    };
    const thimble_train_matrix_data pooler = {
        m->pooler_segments,
        2u, /* segment_count */
        33u, /* columns */
        1u, /* biased */
        22u, /* input_shift */
        {image->pooler_training_result_multiplier, image->pooler_training_result_shift}, /* result */
        {image->pooler_training_unit_multiplier, image->pooler_training_unit_shift}, /* unit */
        {image->pooler_training_row_multiplier, image->pooler_training_row_shift}, /* multiplier */
        image->pooler_training_zero_point, /* zero_point */
        image->pooler_training_largest, /* largest_weight */
    };
    const thimble_train_segment_data classifier_segments[] = {
        {
            32u, /* columns */
            image->classifier_training_segment0_zero_point, /* zero_point */
            {image->classifier_training_segment0_step_multiplier, image->classifier_training_segment0_step_shift}, /* step */
            {image->classifier_training_segment0_decay_multiplier, image->classifier_training_segment0_decay_shift}, /* decay */
            {image->classifier_training_segment0_input_multiplier, image->classifier_training_segment0_input_shift}, /* input */
            image->classifier_training_segment0_begin, /* begin */
        },
        {
            1u, /* columns */
            image->classifier_training_segment1_zero_point, /* zero_point */
            {image->classifier_training_segment1_step_multiplier, image->classifier_training_segment1_step_shift}, /* step */
            {image->classifier_training_segment1_decay_multiplier, image->classifier_training_segment1_decay_shift}, /* decay */
            {image->classifier_training_segment1_input_multiplier, image->classifier_training_segment1_input_shift}, /* input */
            image->classifier_training_segment1_begin, /* begin */
        },
    };
    const thimble_train_matrix_data classifier = {
        m->classifier_segments,
        2u, /* segment_count */
        33u, /* columns */
        1u, /* biased */
        22u, /* input_shift */
        {image->classifier_training_result_multiplier, image->classifier_training_result_shift}, /* result */
        {image->classifier_training_unit_multiplier, image->classifier_training_unit_shift}, /* unit */
        {image->classifier_training_row_multiplier, image->classifier_training_row_shift}, /* multiplier */
        image->classifier_training_zero_point, /* zero_point */
        image->classifier_training_largest, /* largest_weight */
    };
    memcpy(m->pooler_segments, pooler_segments, sizeof pooler_segments);
    m->pooler = pooler;
    memcpy(m->classifier_segments, classifier_segments, sizeof classifier_segments);
    m->classifier = classifier;
}

static state_t *opened(thimble_tiny_trainer_t *trainer)
{
    return (state_t *)(void *)trainer;
}

static void unround_pooler(
    const struct thimble_tiny_image *image, const matrices_t *m, int32_t *weights)
{
    const thimble_train_rows_data pooler_rows = {
        image->pooler_weight,
        image->pooler_bias,
        image->pooler_multiplier,
        THIMBLE_TRAIN_PLAIN,
    };
    thimble_train_unround(&m->pooler, &pooler_rows, 32u, weights);
}

static void unround_classifier(
    const struct thimble_tiny_image *image, const matrices_t *m, int32_t *weights)
{
    const thimble_train_rows_data classifier_rows = {
        image->classifier_weight,
        image->classifier_bias,
        image->classifier_multiplier,
        THIMBLE_TRAIN_PLAIN,
    };
    thimble_train_unround(&m->classifier, &classifier_rows, thimble_image_labels(image), weights);
}

/* What weights are before anything is learned; those of labels that the image does not have are left as they are. */
static void begin_weights(const struct thimble_tiny_image *image, const matrices_t *m, int32_t *weights)
{
    unround_pooler(image, m, weights + 0);
    unround_classifier(image, m, weights + 1056);
}

static int begins(const matrices_t *m, const thimble_training_data *how)
{
    const thimble_train_rates_data rates = {how->rate, how->momentum, how->decay};
    return how->seed != 0
           && thimble_train_rates_fit(&m->pooler, &rates)
           && thimble_train_rates_fit(&m->classifier, &rates);
}

int thimble_tiny_trainer_begin(
    thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx, const thimble_training_data *how)
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

void thimble_tiny_hold(thimble_tiny_trainer_t *trainer, uint32_t matrices)
{
    state_t *const t = opened(trainer);
    t->held = (uint16_t)matrices;
    if ((matrices & THIMBLE_TINY_HOLD_POOLER) != 0) {
        memset(t->momentum + 0, 0, 1056u * sizeof t->momentum[0]);
    }
    if ((matrices & THIMBLE_TINY_HOLD_CLASSIFIER) != 0) {
        memset(t->momentum + 1056, 0, 132u * sizeof t->momentum[0]);
    }
}

/* Rows of a matrix that a step changes. */
static uint32_t moved(const state_t *t, uint32_t matrix, uint32_t rows)
{
    return (t->held >> matrix & 1u) != 0 ? 0 : rows;
}

/* Adds the gradient of one example. */
static void learn(
    state_t *t, const struct thimble_tiny_image *image, const matrices_t *m, scratch_t *s, const int8_t *features,
    uint32_t label, uint32_t batch)
{
    (void)image;
    memcpy(s->row_pool, features + 0u, 32u);
    thimble_train_centre(&m->pooler, s->row_pool, s->x);
    thimble_train_sums(&m->pooler, t->weights + 0, s->x, 32u, s->sums);
    thimble_train_results_s8(&m->pooler, s->sums, 32u, s->row_pooler);
thimble_lookup_s8(image->pooler_activation_table, s->row_pooler,
        (size_t)1 * 32u, s->row_pooler_activation);
    thimble_train_centre(&m->classifier, s->row_pooler_activation, s->x);
    thimble_train_sums(&m->classifier, t->weights + 1056, s->x, t->labels, s->sums);
    thimble_train_softmax(s->sums, t->labels, label, batch, s->gradient);
    memset(s->back_pooler_activation, 0, sizeof s->back_pooler_activation);
    thimble_train_back(&m->classifier, t->weights + 1056, s->gradient, t->labels, s->back_pooler_activation);
    thimble_train_centre(&m->classifier, s->row_pooler_activation, s->x);
    thimble_train_accumulate(&m->classifier, s->gradient, s->x, moved(t, 1u, t->labels), t->momentum + 1056);
    thimble_train_slope(image->pooler_activation_slope, s->row_pooler, 32u, s->back_pooler_activation);
    thimble_train_centre(&m->pooler, s->row_pool, s->x);
    thimble_train_accumulate(&m->pooler, s->back_pooler_activation, s->x, moved(t, 0u, 32u), t->momentum + 0);
}

/* One step on the example whose features are there, and on kept ones. */
static void step(state_t *t, const struct thimble_tiny_image *image, scratch_t *s, uint32_t label)
{
    const thimble_train_rates_data rates = {t->how.rate, t->how.momentum, t->how.decay};
    const uint32_t again = t->kept == 0 ? 0 : t->how.replayed;
    thimble_replay_data replay = {
        t->kept_features, t->kept_labels, t->seen, FEATURES, KEPT, t->kept, t->random,
    };
    matrices_t m;
    uint32_t i;
    describe(image, &m);
    thimble_train_begin(&m.pooler, &rates, t->weights + 0, moved(t, 0u, 32u), t->momentum + 0);
    thimble_train_begin(&m.classifier, &rates, t->weights + 1056, moved(t, 1u, t->labels), t->momentum + 1056);
    learn(t, image, &m, s, t->kept_features + KEPT * FEATURES, label, 1u + again);
    for (i = 0; i < again; i++) {
        const uint32_t kept = thimble_replay_pick(&replay);
        learn(t, image, &m, s, t->kept_features + kept * FEATURES, t->kept_labels[kept], 1u + again);
    }
    thimble_train_finish(&m.pooler, &rates, t->momentum + 0, moved(t, 0u, 32u), t->weights + 0);
    thimble_train_finish(&m.classifier, &rates, t->momentum + 1056, moved(t, 1u, t->labels), t->weights + 1056);
    thimble_replay_keep(&replay, t->labels, t->kept_features + KEPT * FEATURES, label);
    t->kept = replay.count;
    t->random = replay.random;
}

/* Where the features of the example that is learned lie. */
static int8_t *newest(thimble_tiny_trainer_t *trainer)
{
    return opened(trainer)->kept_features + KEPT * FEATURES;
}

static int has_label(thimble_tiny_trainer_t *trainer, uint16_t label)
{
    return trainer != NULL && label < opened(trainer)->labels;
}

static void teach(
    thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx, uint16_t label)
{
    state_t *const t = opened(trainer);
    step(t, ctx->image, (scratch_t *)(void *)ctx->arena, label);
}

int thimble_tiny_learn(
    thimble_tiny_trainer_t *trainer, thimble_tiny_t *ctx, const char *utf8, size_t len, uint16_t label)
{
    int status = THIMBLE_ERROR_ARGUMENT;
    if (has_label(trainer, label)) {
        status = thimble_tiny_features(ctx, utf8, len, newest(trainer));
    }
    if (status == THIMBLE_OK) {
        teach(trainer, ctx, label);
    }
    return status;
}

int thimble_tiny_learn_ids(
    thimble_tiny_trainer_t *trainer, thimble_tiny_t *ctx, const uint16_t *ids, size_t count,
    uint16_t label)
{
    int status = THIMBLE_ERROR_ARGUMENT;
    if (has_label(trainer, label)) {
        status = thimble_tiny_features_of_ids(ctx, ids, count, newest(trainer));
    }
    if (status == THIMBLE_OK) {
        teach(trainer, ctx, label);
    }
    return status;
}

int thimble_tiny_add_label(thimble_tiny_trainer_t *trainer, const char *name)
{
    (void)trainer;
    (void)name;
    return THIMBLE_ERROR_ARGUMENT;
}

uint16_t thimble_tiny_trained_labels(const thimble_tiny_trainer_t *trainer)
{
    return (uint16_t)((const state_t *)(const void *)trainer)->labels;
}

int32_t *thimble_tiny_parameters(thimble_tiny_trainer_t *trainer)
{
    return opened(trainer)->weights;
}

int32_t *thimble_tiny_initial_parameters(
    thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx)
{
    state_t *const t = opened(trainer);
    matrices_t m;
    describe(ctx->image, &m);
    memset(t->momentum, 0, sizeof t->momentum);
    begin_weights(ctx->image, &m, t->momentum);
    return t->momentum;
}

const uint8_t *thimble_tiny_base(const thimble_tiny_t *ctx)
{
    return thimble_image_content(ctx->image);
}

static void read_image(
    const state_t *t, const thimble_tiny_t *ctx, uint32_t at, uint8_t *bytes, uint32_t count)
{
    const struct thimble_tiny_image *const image = ctx->image;
    thimble_train_image_data trained = {image, t->names[0], t->added, {0}};
    matrices_t m;
    memcpy(trained.content, t->content, sizeof trained.content);
    describe(image, &m);
    thimble_train_image_read(&trained, at, bytes, count);
    {
        const thimble_train_region_data region = {
            &m.pooler,
            t->weights + 0,
            32u,
            32u,
            THIMBLE_TRAIN_PLAIN,
            (uint32_t)offsetof(struct thimble_tiny_image, pooler_weight),
            (uint32_t)offsetof(struct thimble_tiny_image, pooler_bias),
            (uint32_t)offsetof(struct thimble_tiny_image, pooler_multiplier),
            NULL,
        };
        thimble_train_image_overlay(&region, at, bytes, count);
    }
    {
        const thimble_train_region_data region = {
            &m.classifier,
            t->weights + 1056,
            t->labels,
            4u,
            THIMBLE_TRAIN_PLAIN,
            (uint32_t)offsetof(struct thimble_tiny_image, classifier_weight),
            (uint32_t)offsetof(struct thimble_tiny_image, classifier_bias),
            (uint32_t)offsetof(struct thimble_tiny_image, classifier_multiplier),
            NULL,
        };
        thimble_train_image_overlay(&region, at, bytes, count);
    }
}

/* The digest of the image from a byte on. */
static void hash_image(
    const state_t *t, const thimble_tiny_t *ctx, uint32_t from, uint32_t to, uint8_t *digest)
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

int thimble_tiny_round(
    thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx, uint32_t *image_bytes, uint8_t *digest)
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

void thimble_tiny_rounded(
    const thimble_tiny_trainer_t *trainer, const thimble_tiny_t *ctx, uint32_t at, uint8_t *bytes,
    uint32_t count)
{
    read_image((const state_t *)(const void *)trainer, ctx, at, bytes, count);
}
