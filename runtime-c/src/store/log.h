/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the log of updates. Every record holds the whole state, so that the newest readable one is all there
 * is to know; the one before it stays until a newer one has been written and read back.
 */
#ifndef THIMBLE_LOG_H
#define THIMBLE_LOG_H

#include "thimble/flash.h"
#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a record: a multiple of every unit. */
#define THIMBLE_LOG_RECORD_BYTES 128u

/* The image that came with the firmware, where a slot is meant. */
#define THIMBLE_LOG_FACTORY 2u

/* How far an update has come. */
enum {
    /* There is none under way. */
    THIMBLE_LOG_IDLE = 0,
    /* The candidate's slot is being erased. */
    THIMBLE_LOG_ERASING = 1,
    /* It was erased, and is being written. */
    THIMBLE_LOG_WRITING = 2,
    /* It holds the whole image; the next start tries it. */
    THIMBLE_LOG_READY = 3,
    /* It was started, and not confirmed yet; the next start goes back. */
    THIMBLE_LOG_TRIAL = 4
};

/* The state. */
typedef struct {
    uint64_t sequence; /* of the running image; 0 for that of the factory */
    uint64_t pending;  /* of the candidate */
    uint32_t serial;   /* of the newest record; 0 where there is none */
    uint32_t next;     /* the place behind it, counted over the whole log */
    uint32_t bytes[THIMBLE_FLASH_SLOTS];      /* of the image in each slot; 0 where there is none */
    uint8_t digest[THIMBLE_FLASH_SLOTS][32];  /* of that image */
    uint8_t phase;
    uint8_t running;   /* a slot, or THIMBLE_LOG_FACTORY */
    uint8_t candidate; /* a slot */
    uint8_t revoked;   /* bit i: key i is trusted no more */
} thimble_log_t;

/* Reads the newest record; where there is none the state is that of a new device. */
void thimble_log_read(thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape);

/*
 * Writes the state as the newest record and reads it back. Returns 1, or 0 where no place of the log holds it; then the
 * newest record is the one that it was.
 */
int thimble_log_append(thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape);

/* The same once the candidate is not wanted any more: its slot holds nothing, and what ran goes on to. */
int thimble_log_give_up(thimble_log_t *log, void *flash, const thimble_flash_shape_data *shape);

#ifdef __cplusplus
}
#endif

#endif
