/*
 * Training over the line protocol (protocol.h): a model that learns while it answers. Programs of packages that have a
 * trainer answer these requests, on a board and on the host. What was learned is the trainer's alone; the model answers
 * as its image says until another one is installed.
 *
 *   g <rate> <momentum> <decay> <replayed> <seed>
 *                   a trainer begins with the model in use, as thimble_training_data has the numbers
 *   l <label> <hex> it learns from a text, given as "t" gives it, of one byte at least
 *   h <matrices>    the matrices whose bits are set are held as they are, all others are trained (only with models that
 *                   train several)
 *   a <label> <hex> a label comes, of this number, which is how many there are, and of this name
 *   z <at> <hex>    its parameters from this one on are these: words of four bytes, the lowest first
 *   y <at> <count>  "ok parameters <n> <int> ..": so many of them, from this one on
 *   w <most>        what was learned is rounded to an image and taken into the store: "ok update <reason> <bytes>", by
 *                   the reason codes of thimble/update.h, and the image's bytes; the next start tries it. Where these
 *                   are more than <most>, only so many are written, as when power fails there (only in programs that
 *                   take updates)
 *
 * All others are answered with "ok training <status> <labels> <instructions>": THIMBLE_OK or THIMBLE_ERROR_...; labels
 * at present; and what the call of the trainer alone took, 0 where nothing counts.
 */
#ifndef THIMBLE_TRAINING_H
#define THIMBLE_TRAINING_H

#include <stddef.h>

#include "request.h"
#include "thimble_app.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Answers the request that was read, if it is one of those above; the model is the one in use. */
enum thimble_served thimble_training_serve(size_t model);

/* A trainer begins, and the request is answered as "g" is. */
void thimble_training_begin(size_t model, const thimble_app_training_t *how);

/* Whether a trainer of this model has begun, and not ended; 1 or 0. */
int thimble_training_has_begun(size_t model);

/* How many trainings have begun since the start, of whichever model. */
uint32_t thimble_training_count(void);

/* What was learned is used up. */
void thimble_training_end(void);

#ifdef __cplusplus
}
#endif

#endif
