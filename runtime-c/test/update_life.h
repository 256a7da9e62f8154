/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a device from power on to the next reset: it starts, and if it has not the new model yet, takes the
 * package that brings it, or makes its image itself. For tests that let something go wrong in it.
 *
 * The model is that of -DMODEL_HEADER, with the names -DMODEL_T, _OPEN, _SELFTEST, _ARENA_BYTES and _FACTORY.
 */
#ifndef UPDATE_LIFE_H
#define UPDATE_LIFE_H

#include <stddef.h>
#include <stdint.h>

#include "flash_model.h"
#include "thimble/store.h"

/* How a life ends. */
enum update_end {
    UPDATE_DONE = 10, /* the new model runs, confirmed */
    UPDATE_RESTART,   /* a reset is what comes next */
    UPDATE_LOST,      /* the device has neither the old nor the new model, or one that does not work */
    UPDATE_WRONG,     /* it refused the model for a reason that it does not have */
    UPDATE_CUT        /* power failed */
};

enum {
    UPDATE_LAYOUTS = 5,  /* of flash */
    UPDATE_STARTS = 16,  /* of a device until it has the new model, at most */
    UPDATE_FAULTS = 3    /* in the lives of one device, at most */
};

/* How a model comes. Either: from start to start the one or the other, so that what one has begun, the other ends. */
enum update_way { UPDATE_PACKAGE, UPDATE_OWN, UPDATE_EITHER, UPDATE_WAYS };

typedef struct {
    const uint8_t *bytes;
    size_t count;
} update_bytes_t;

/* What a device has, and what it is to get. */
typedef struct {
    const update_bytes_t *before; /* its image; null: that of the factory */
    const update_bytes_t *after;
    const update_bytes_t *package; /* that brings it */
    enum update_way way;
} update_change_t;

/* Blocks and units as chips have them; slots that an image of so many bytes fits. `layout`: 0 to UPDATE_LAYOUTS - 1. */
thimble_flash_shape_data update_life_shape(int layout, uint32_t image_bytes);

/* The device that these bytes describe: keys, vendor, class and its own id. */
void update_life_device(thimble_update_device_data *device, const uint8_t *described, flash_model_t *flash);

/* A life; the seed chooses how the model is cut into chunks, and which way it comes where there are two. */
enum update_end update_life(const thimble_update_device_data *device, const update_change_t *change, uint32_t seed);

/* A fault, and the second one of `doubles` that are spread over the operations, if any. Returns the case's seed. */
uint32_t update_life_choose(
    flash_plan_t *plans, flash_plan_t first, uint32_t second, uint32_t doubles, uint32_t operations);

#endif
