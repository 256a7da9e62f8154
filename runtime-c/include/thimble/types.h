/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: status codes and the result of a classification. */
#ifndef THIMBLE_TYPES_H
#define THIMBLE_TYPES_H

#include <stddef.h>
#include <stdint.h>

/* The version of Thimble that this file came with. */
#define THIMBLE_VERSION_MAJOR 0
#define THIMBLE_VERSION_MINOR 1
#define THIMBLE_VERSION_PATCH 0

/* Counts the versions of this file: several packages in one program must agree on it. */
#define THIMBLE_INTERFACE 4

/* What a call answers. Everything but THIMBLE_OK leaves the result untouched. */
enum {
    THIMBLE_OK = 0,
    /* The arena is absent, too small or not aligned to THIMBLE_ALIGNMENT bytes. */
    THIMBLE_ERROR_ARENA = 1,
    /* No token, more tokens than the model's longest sequence, or an id beyond the vocabulary. */
    THIMBLE_ERROR_TOKENS = 2,
    /* A pointer that must not be null is null. */
    THIMBLE_ERROR_ARGUMENT = 3,
    /* The image is absent, not aligned to 4 bytes, or none that the model's code can read. */
    THIMBLE_ERROR_IMAGE = 4,
    /* The model computes other logits of a sequence of its self-test than its image says. */
    THIMBLE_ERROR_SELFTEST = 5,
    /* A rate of a training is out of its range, or too large for the model's scales; or the seed is 0. */
    THIMBLE_ERROR_TRAINING = 6
};

/* The arena must start at a multiple of this many bytes. */
#define THIMBLE_ALIGNMENT 8u

/* One answer. The pointers lead into the context and stay valid until its next call. */
typedef struct {
    uint16_t label;        /* index of the largest logit; the lowest index where several are largest */
    uint16_t tokens;       /* number of token ids, special tokens included */
    uint8_t truncated;     /* 1 when the text had more tokens than the model takes, else 0 */
    uint16_t labels;       /* number of logits */
    const uint16_t *ids;   /* the token ids */
    const int32_t *logits; /* integers; times the model's logit scale they are the logits */
} thimble_result_t;

/* What stands for 1 in the rates of a training. */
#define THIMBLE_TRAINING_ONE (1 << 24)

/* How a trainer learns. The first three are numbers with 24 fractional bits, from 0 to THIMBLE_TRAINING_ONE. */
typedef struct {
    int32_t rate;      /* the learning rate of gradient descent */
    int32_t momentum;  /* how much of the last step is taken again; below THIMBLE_TRAINING_ONE */
    int32_t decay;     /* how much of a weight counts as gradient */
    uint32_t replayed; /* kept examples that are learned again in each step */
    uint32_t seed;     /* of which ones that are; not 0 */
} thimble_training_data;

#endif
