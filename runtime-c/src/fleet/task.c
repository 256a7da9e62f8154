/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what a task may ask of a device. */
#include <string.h>

#include "thimble/fleet.h"
#include "thimble/symbols.h"

/* Whether x is 1 to most. */
static int is_within(uint32_t x, uint32_t most)
{
    return x >= 1u && x <= most;
}

static int has_sound_noise(const thimble_fleet_task_data *task)
{
    if (task->noise_numerator == 0 || task->noise_denominator == 0) {
        return task->noise_numerator == task->noise_denominator;
    }
    return task->kind != THIMBLE_FLEET_MASKED && task->noise_numerator <= THIMBLE_FLEET_MOST_NOISE
           && task->noise_denominator <= THIMBLE_FLEET_MOST_NOISE;
}

THIMBLE_SHARED
int thimble_fleet_is_sound(const thimble_fleet_task_data *task)
{
    const int is_sparse = task->kind == THIMBLE_FLEET_SPARSE;
    return is_within(task->parameters, THIMBLE_FLEET_MOST_PARAMETERS) && task->round != 0
           && is_within(task->clip, THIMBLE_FLEET_MOST_CLIP) && task->shift <= THIMBLE_FLEET_MOST_SHIFT
           && is_within(task->examples, THIMBLE_FLEET_MOST_EXAMPLES) && task->kind <= THIMBLE_FLEET_MASKED
           && (is_sparse ? is_within(task->kept, task->parameters) : task->kept == 0) && has_sound_noise(task);
}

THIMBLE_SHARED
int thimble_fleet_check(const thimble_fleet_task_data *task, const thimble_fleet_part_data *own, uint32_t answered)
{
    if (memcmp(task->base, own->base, sizeof task->base) != 0) {
        return THIMBLE_FLEET_MODEL;
    }
    if (memcmp(task->part, own->part, sizeof task->part) != 0 || task->parameters != own->parameters) {
        return THIMBLE_FLEET_PART;
    }
    return task->round > answered ? THIMBLE_FLEET_OK : THIMBLE_FLEET_ROUND;
}
