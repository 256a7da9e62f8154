/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: what a device tells a fleet of its training, and nothing else. docs/fleet.md says what records hold.
 *
 *   thimble_fleet_read         the task that a message from the server holds, if it is one for this device
 *   thimble_fleet_check        whether it is for what the device trains, and not answered yet
 *   thimble_fleet_is_sound     whether the task is one that the functions below can follow
 *   thimble_fleet_answer       the record that a task asks for; it calls, in this order:
 *   thimble_fleet_clip         the change of the parameters, made no longer than the task allows
 *   thimble_fleet_quantize     the same in 8 bits
 *   thimble_fleet_add_noise    where the task has noise
 *   thimble_fleet_keep         where the task is sparse
 *   thimble_fleet_write        the record, with the device's code over it
 *
 *   thimble_fleet_read_receipt   what became of a record, and
 *   thimble_fleet_is_receipt_of  of which one
 *
 * Integers only: every core, and Java's reference, gets the same bytes. Nothing is allocated, nothing is kept.
 */
#ifndef THIMBLE_FLEET_H
#define THIMBLE_FLEET_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a record holds: every value, the greatest ones, or words that tell something only when a cohort's are added. */
enum { THIMBLE_FLEET_DENSE = 0, THIMBLE_FLEET_SPARSE = 1, THIMBLE_FLEET_MASKED = 2 };

/*
 * Why a task is not answered, or a record does not count, as docs/fleet.md tells it; all of them are told of records,
 * those up to THIMBLE_FLEET_ROUND of tasks.
 */
enum {
    THIMBLE_FLEET_OK = 0,
    THIMBLE_FLEET_FORMAT = 1,
    THIMBLE_FLEET_DEVICE = 2,
    THIMBLE_FLEET_MAC = 3,
    THIMBLE_FLEET_MODEL = 4,
    THIMBLE_FLEET_PART = 5,
    THIMBLE_FLEET_ROUND = 6,
    THIMBLE_FLEET_DUPLICATE = 7,
    THIMBLE_FLEET_EXAMPLES = 8,
    THIMBLE_FLEET_RANGE = 9,
    THIMBLE_FLEET_NORM = 10,
    THIMBLE_FLEET_COHORT = 11,
    THIMBLE_FLEET_LAST_REASON = THIMBLE_FLEET_COHORT
};

/* Most parameters of a part, most examples that count, longest change, greatest shift. */
#define THIMBLE_FLEET_MOST_PARAMETERS 1048576u
#define THIMBLE_FLEET_MOST_EXAMPLES 4096u
#define THIMBLE_FLEET_MOST_CLIP 67108864u
#define THIMBLE_FLEET_MOST_SHIFT 23u

/* Most that numerator and denominator of the noise's deviation are. */
#define THIMBLE_FLEET_MOST_NOISE 4096u

/* What stands for 1 in rates. */
#define THIMBLE_FLEET_ONE 16777216u

/* Most that is learned from again at once, and how often at most. */
#define THIMBLE_FLEET_MOST_REPLAYED 255u
#define THIMBLE_FLEET_MOST_EPOCHS 4096u

/* Most bytes of a message that holds a task. */
#define THIMBLE_FLEET_MESSAGE_BYTES 184u

/* Bytes of a receipt. */
#define THIMBLE_FLEET_RECEIPT_BYTES 101u

/* Most bytes of a record of so many parameters, and of one that keeps only so many of them. */
#define THIMBLE_FLEET_DENSE_BYTES(parameters) (140u + (parameters))
#define THIMBLE_FLEET_SPARSE_BYTES(parameters, kept) (146u + (kept) + ((parameters) + 7u) / 8u)
#define THIMBLE_FLEET_MASKED_BYTES(parameters) (144u + 4u * (parameters))

/* What a round asks for. */
typedef struct {
    uint32_t parameters;        /* of the part, 1 to THIMBLE_FLEET_MOST_PARAMETERS */
    uint32_t round;             /* 1 or more */
    uint32_t clip;              /* longest change as its Euclidean norm, in units of 2^-24; 1 to _MOST_CLIP */
    uint32_t kept;              /* most values of a sparse record, 1 to parameters; else 0 */
    uint16_t examples;          /* most that count, 1 to THIMBLE_FLEET_MOST_EXAMPLES */
    uint16_t noise_numerator;   /* standard deviation of the noise in values of a record; 0 for none */
    uint16_t noise_denominator; /* both 1 to THIMBLE_FLEET_MOST_NOISE, or 0; masked records have none */
    uint8_t shift;              /* a value stands for 2^shift units, 0 to THIMBLE_FLEET_MOST_SHIFT */
    uint8_t kind;               /* THIMBLE_FLEET_DENSE, _SPARSE or _MASKED */
    uint8_t base[32];           /* digest of the image that devices train */
    uint8_t part[16];           /* digest of the layout of its part */
} thimble_fleet_task_data;

/* How devices train; the first three have 24 fractional bits and are 0 to THIMBLE_FLEET_ONE, the momentum below it. */
typedef struct {
    int32_t rate;
    int32_t momentum;
    int32_t decay;
    uint16_t replayed; /* kept examples that are learned from again with each new one, at most _MOST_REPLAYED */
    uint16_t epochs;   /* how often each example is learned from, 1 to THIMBLE_FLEET_MOST_EPOCHS */
} thimble_fleet_training_data;

/* What a device trains: its trainer says how many values, the image's digest, and that of their layout. */
typedef struct {
    uint32_t parameters;
    uint8_t base[32];
    uint8_t part[16];
} thimble_fleet_part_data;

/* What became of a record. */
typedef struct {
    uint8_t record[32]; /* its SHA-256 */
    uint8_t reason;     /* why it does not count, or THIMBLE_FLEET_OK */
} thimble_fleet_receipt_data;

/* Who tells. */
typedef struct {
    uint8_t id[16];
    uint8_t key[32];
} thimble_fleet_device_data;

/* Another device of the cohort, and the secret of this round that only both have; thimble/cohort.h makes them. */
typedef struct {
    uint8_t id[16]; /* not the device's own */
    uint8_t seed[32];
} thimble_fleet_peer_data;

/*
 * Reads a message of count bytes, whatever they are, and nothing beyond them. Returns THIMBLE_FLEET_OK where it holds a
 * sound task for this device under the code of its key; else THIMBLE_FLEET_FORMAT, _DEVICE or _MAC, and what stands at
 * task and training is of no use. Nothing of the task is believed before its code is right.
 */
int thimble_fleet_read(thimble_fleet_task_data *task, thimble_fleet_training_data *training,
                       const thimble_fleet_device_data *device, const uint8_t *message, size_t count);

/*
 * Why a device that trains this, and has answered rounds up to this one, is not to answer a task: THIMBLE_FLEET_MODEL,
 * _PART, _ROUND; or THIMBLE_FLEET_OK. An old message is told from the last one by its round alone: the device keeps
 * the greatest one that it answered, where no power cut takes it, before a record leaves it.
 */
int thimble_fleet_check(const thimble_fleet_task_data *task, const thimble_fleet_part_data *own, uint32_t answered);

/* Whether all of a task is in the ranges above; 1 or 0. To be asked of every task that comes from outside. */
int thimble_fleet_is_sound(const thimble_fleet_task_data *task);

/*
 * Writes the record of a sound task: of the parameters that training began with and ended with, after how many examples
 * (1 or more; no more count than the task says). What stands at `after` is then lost; `before` may be null where that
 * is their change already. The record may take the place of `before` where there is room for it. The rest is
 * thimble_fleet_write's.
 */
size_t thimble_fleet_answer(uint8_t *record, const thimble_fleet_task_data *task,
                            const thimble_fleet_device_data *device, int32_t *after, const int32_t *before,
                            uint32_t examples, const thimble_fleet_peer_data *peers, uint32_t peer_count,
                            void *context);

/*
 * Makes of the parameters after training their change. Where its norm is above clip, it is multiplied by clip / norm,
 * each product rounded towards zero. The norm is rounded up: with e the least for which no |change| / 2^e is above
 * 2^21, it is 2^e times the square root of the sum of squares of |change| / 2^e, all of which are rounded up.
 */
void thimble_fleet_clip(int32_t *after, const int32_t *before, uint32_t count, uint32_t clip);

/*
 * Divides a clipped change by 2^shift and saturates to -127 ... 127. Halves are rounded up; where that would make the
 * norm greater than clip, all values are rounded towards zero instead. The values may take the change's own memory.
 */
void thimble_fleet_quantize(int8_t *values, const int32_t *change, uint32_t count, unsigned shift, uint32_t clip);

/*
 * Adds to each value an integer of the discrete normal distribution with mean 0 and standard deviation numerator /
 * denominator, both 1 to THIMBLE_FLEET_MOST_NOISE, and saturates to -127 ... 127. How long it takes depends on what is
 * drawn: who can time it learns something of the noise.
 */
void thimble_fleet_add_noise(int8_t *values, uint32_t count, unsigned numerator, unsigned denominator, void *context);

/* Given by the application where it adds noise: count bytes of a cryptographic generator, at most 8. */
void thimble_fleet_random(void *context, uint8_t *bytes, size_t count);

/*
 * Makes all values 0 but the kept ones of greatest magnitude; of equal ones those that come first. Returns how many are
 * not 0: fewer than kept where there are no more.
 */
uint32_t thimble_fleet_keep(int8_t *values, uint32_t count, uint32_t kept);

/*
 * Writes the record of a sound task's values, none of which is -128. Of a sparse task at most task->kept of them are
 * other than 0; of a masked one the peers are all others of the cohort, of any other there are none. Examples are 1 to
 * task->examples; in a masked record their number is masked, too. Returns the bytes of the record, for which there must
 * be as much room as the macros above say.
 */
size_t thimble_fleet_write(uint8_t *record, const thimble_fleet_task_data *task,
                           const thimble_fleet_device_data *device, uint32_t examples, const int8_t *values,
                           const thimble_fleet_peer_data *peers, uint32_t peer_count);

/*
 * Reads a message of count bytes, whatever they are, and nothing beyond them. Returns THIMBLE_FLEET_OK where it holds a
 * receipt for this device under the code of its key, or THIMBLE_FLEET_FORMAT, _DEVICE or _MAC.
 */
int thimble_fleet_read_receipt(thimble_fleet_receipt_data *receipt, const thimble_fleet_device_data *device,
                               const uint8_t *message, size_t count);

/* Whether a receipt is that of a record of count bytes, which need not be sent again then; 1 or 0. */
int thimble_fleet_is_receipt_of(const thimble_fleet_receipt_data *receipt, const uint8_t *record, size_t count);

#ifdef __cplusplus
}
#endif

#endif
