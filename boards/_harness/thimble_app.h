/*
 * What the line protocol (protocol.c) needs from a compiled package. The compiler writes an implementation of these
 * functions for each package as verify/thimble_app.c; it owns contexts and arenas of the models.
 *
 * A model is told by its place among the models of the package, 0 to thimble_app_models() - 1.
 */
#ifndef THIMBLE_APP_H
#define THIMBLE_APP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One classification. The arrays belong to the application and are valid until its next call. */
typedef struct {
    int status;             /* 0: answered; else what the model answered, THIMBLE_ERROR_..., and nothing below is set */
    uint16_t label;         /* index of the largest logit */
    int truncated;          /* 1 when the text was longer than the model and was cut, else 0 */
    size_t n_ids;           /* tokens that were classified, special ones included */
    const uint16_t *ids;    /* n_ids vocabulary indices */
    size_t n_logits;        /* number of labels */
    const int32_t *logits;  /* n_logits integers; their scale is in report.json */
} thimble_app_answer_t;

/* Number of models, 1 at least. */
size_t thimble_app_models(void);

/* A model's name: letters, digits and underscores. */
const char *thimble_app_name(size_t model);

/* Classifies len bytes of UTF-8 (any bytes are allowed). Returns out->status. */
int thimble_app_text(size_t model, const char *utf8, size_t len, thimble_app_answer_t *out);

/* Classifies n token ids as they are. Returns out->status: an id outside of the vocabulary or a bad n is an error. */
int thimble_app_ids(size_t model, const uint16_t *ids, size_t n, thimble_app_answer_t *out);

/* Bytes of the arena that a model works in. */
uint32_t thimble_app_arena_size(size_t model);

/*
 * The two that follow are those of packages whose data are images.
 *
 * Gives a model an image of its program, which stays where it is. Returns what the model says to it, THIMBLE_OK or
 * THIMBLE_ERROR_...; on an error the model has the image that it had.
 */
int thimble_app_load(size_t model, const void *image, size_t image_bytes);

/* The self-test of a model's image; on THIMBLE_ERROR_SELFTEST *failed is the number of the sequence. */
int thimble_app_check(size_t model, uint32_t *failed);

/*
 * The others are those of packages that have a trainer. Each model has one; but for what is said they return what the
 * model says.
 */

/* How a model is trained: what thimble_training_data has. */
typedef struct {
    int32_t rate;
    int32_t momentum;
    int32_t decay;
    uint32_t replayed;
    uint32_t seed;
} thimble_app_training_t;

/* Begins with the image that the model has. */
int thimble_app_train(size_t model, const thimble_app_training_t *how);

/* Learns from len bytes of UTF-8 that have this label. */
int thimble_app_teach(size_t model, uint16_t label, const char *utf8, size_t len);

/* One label more, of this name. */
int thimble_app_extend(size_t model, const char *name);

/* Holds the matrices under training whose bits are set; THIMBLE_ERROR_ARGUMENT where there is one alone. */
int thimble_app_hold(size_t model, uint32_t matrices);

/* How many labels there are in training. */
uint16_t thimble_app_labels(size_t model);

/* The values under training, and how many there are. */
int32_t *thimble_app_values(size_t model, uint32_t *count);

/*
 * The values that training began with, as many, in memory of the trainer that may be overwritten: training has ended,
 * and the next begins with thimble_app_train.
 */
int32_t *thimble_app_initial_values(size_t model);

/* What tasks of a fleet name the model's image and the layout of these values by: 32 and 16 bytes. */
int thimble_app_describe(size_t model, uint8_t *base, uint8_t *part);

/*
 * How many of these values are exchanged where each device has a head of its own, the first ones, and the 16 bytes that
 * tasks name their layout by; 0 where the head is all that is trained.
 */
uint32_t thimble_app_share(size_t model, uint8_t *part);

/* Rounds what was learned to an image: its bytes, and its digest of 32 bytes. */
int thimble_app_finish(size_t model, uint32_t *image_bytes, uint8_t *digest);

/* Reads bytes of that image, as long as nothing more is learned. Returns THIMBLE_OK. */
int thimble_app_read(size_t model, uint32_t at, uint8_t *bytes, uint32_t count);

#ifdef THIMBLE_TRACE
/*
 * Called by a package built with THIMBLE_TRACE after each row of each value.
 * value: the value's name in the graph; row: token row, from 0; width: elements of the row;
 * bits: 8, 16 or 32, the width of one signed element; data: the elements, aligned for their type.
 */
void thimble_trace(const char *value, uint32_t row, uint32_t width, uint32_t bits, const void *data);
#endif

#ifdef THIMBLE_PROFILE
/*
 * Called by a package built with THIMBLE_PROFILE after each run of a step: what ran since the call before is the
 * step's.
 * value: the name of the value that the step makes; rows: how many rows it made of it.
 */
void thimble_profile(const char *value, uint32_t rows);
#endif

#ifdef __cplusplus
}
#endif

#endif
