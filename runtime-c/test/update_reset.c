/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sweep of update_sweep.c on a board, as its program: where power fails the core is reset, and all that the
 * firmware had in its variables is gone but for the flash, which lies in memory that no start touches. One run of the
 * emulator goes through all cases, reset by reset.
 *
 * Prints "layout L operations N cases C lost L" for each layout of flash, how to replay on the host what was lost, and
 * at last "cases C lost L resets R".
 *
 * What it is given lies at UPDATE_INPUT, where whoever starts it has put it.
 */
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "protocol.h"
#include "update_life.h"

#define MAGIC 0x53574550u
#define FLASH_BYTES (1536u << 10)

enum stage { INSTALLING, COUNTING, TRYING };

/* The input. What follows it begins at multiples of 16 bytes, in this order. */
typedef struct {
    uint32_t places;  /* operations of each layout at which something goes wrong, spread over all of them */
    uint32_t doubles; /* second faults that are tried for each first one; 0: none */
    uint32_t device_bytes;
    uint32_t old_image_bytes;
    uint32_t new_image_bytes;
    uint32_t old_package_bytes;
    uint32_t new_package_bytes;
    uint32_t way; /* in which the new model comes, as update_life.h numbers them */
} input_t;

/* How far the sweep has come. */
typedef struct {
    uint32_t magic; /* anything else: the board has been switched on just now */
    uint32_t stage;
    uint32_t layout;
    uint32_t number;     /* of the case */
    uint32_t starts;     /* of its device so far */
    uint32_t operations; /* of the longest life of a clean update */
    uint32_t lost;       /* of this layout */
    uint32_t all_cases;
    uint32_t all_lost;
    uint32_t resets;
} progress_t;

#define OUTLIVES_RESETS __attribute__((section(".noinit.sweep"), aligned(16)))

OUTLIVES_RESETS static progress_t progress;
OUTLIVES_RESETS static uint8_t memory[FLASH_BYTES];
OUTLIVES_RESETS static uint8_t snapshot[FLASH_BYTES];

static const input_t *const input = (const input_t *)UPDATE_INPUT;
static const uint8_t *described;
static update_bytes_t old_image;
static update_bytes_t new_image;
static update_bytes_t old_package;
static update_bytes_t new_package;
static update_change_t change = {&old_image, &new_image, &new_package, UPDATE_PACKAGE};
static const update_change_t first_change = {NULL, &old_image, &old_package, UPDATE_PACKAGE};
static flash_model_t flash;
static size_t flash_bytes;
static thimble_update_device_data device;

void flash_model_broken(const char *what, uint32_t offset)
{
    thimble_put_text("broken: ");
    thimble_put_text(what);
    thimble_put_blank_unsigned(offset);
    thimble_end_line();
    thimble_board_exit(1);
}

static void restart(void)
{
    progress.resets++;
    thimble_board_restart();
}

static uint32_t cases_of_layout(void)
{
    return input->places * (uint32_t)FLASH_FAULTS * (input->doubles == 0 ? 1u : input->doubles);
}

/* The faults of the case under way, and its seed. */
static uint32_t choose(flash_plan_t *plans)
{
    const uint32_t seconds = input->doubles == 0 ? 1u : input->doubles;
    const uint32_t second = progress.number % seconds;
    const uint32_t place = progress.number / seconds / (uint32_t)FLASH_FAULTS;
    flash_plan_t first;
    first.fault = (enum flash_fault)(progress.number / seconds % (uint32_t)FLASH_FAULTS);
    first.operation = 1u + (2u * place + 1u) * progress.operations / (2u * input->places);
    return update_life_choose(plans, first, second, input->doubles, progress.operations);
}

static void put_replay(void)
{
    flash_plan_t plans[UPDATE_FAULTS];
    uint32_t at;
    uint32_t seed;
    memset(plans, 0, sizeof plans);
    seed = choose(plans);
    thimble_put_text("lost: --replay ");
    thimble_put_unsigned(progress.layout);
    thimble_put(':');
    thimble_put_unsigned(seed);
    for (at = 0; at < UPDATE_FAULTS && plans[at].operation != 0; at++) {
        thimble_put(at == 0 ? ':' : ',');
        thimble_put_unsigned(plans[at].operation);
        thimble_put('.');
        thimble_put_unsigned((uint32_t)plans[at].fault);
    }
    thimble_end_line();
}

static void put_counts(const char *before, uint32_t cases, uint32_t lost)
{
    thimble_put_text(before);
    thimble_put_blank_unsigned(cases);
    thimble_put_text(" lost");
    thimble_put_blank_unsigned(lost);
}

static void end_layout(void)
{
    thimble_put_text("layout");
    thimble_put_blank_unsigned(progress.layout);
    thimble_put_text(" operations");
    thimble_put_blank_unsigned(progress.operations);
    put_counts(" cases", progress.number, progress.lost);
    thimble_end_line();
    progress.all_cases += progress.number;
    progress.all_lost += progress.lost;
    progress.layout++;
    progress.stage = INSTALLING;
    progress.number = 0;
    progress.operations = 0;
    progress.lost = 0;
    if (progress.layout == UPDATE_LAYOUTS) {
        put_counts("cases", progress.all_cases, progress.all_lost);
        thimble_put_text(" resets");
        thimble_put_blank_unsigned(progress.resets);
        thimble_end_line();
        thimble_board_exit(0);
    }
}

/* What a device came to is known: the next stage, case or layout begins. */
static void end_device(int good)
{
    progress.starts = 0;
    if (!good && progress.stage != TRYING) {
        thimble_put_text("no clean update");
        thimble_end_line();
        thimble_board_exit(1);
    }
    if (progress.stage == INSTALLING) {
        memcpy(snapshot, memory, flash_bytes);
        progress.stage = COUNTING;
        return;
    }
    if (progress.stage == COUNTING) {
        progress.stage = TRYING;
    } else {
        if (!good) {
            progress.lost++;
            put_replay();
        }
        progress.number++;
    }
    memcpy(memory, snapshot, flash_bytes);
    if (progress.number == cases_of_layout()) {
        end_layout();
    }
}

/* A life is over, or power has failed in it. */
static void end_life(enum update_end end)
{
    if (progress.stage == COUNTING && flash.operations > progress.operations) {
        progress.operations = flash.operations;
    }
    progress.starts++;
    if (end == UPDATE_DONE) {
        end_device(1);
    } else if (end == UPDATE_LOST || end == UPDATE_WRONG || progress.starts == UPDATE_STARTS) {
        end_device(0);
    }
    restart();
}

static void cut(void)
{
    end_life(UPDATE_CUT);
}

static const uint8_t *next_input(const uint8_t *at, uint32_t count, update_bytes_t *found)
{
    found->bytes = at;
    found->count = count;
    return at + ((count + 15u) & ~(uint32_t)15);
}

static void read_input(void)
{
    update_bytes_t text;
    const uint8_t *at = next_input((const uint8_t *)(input + 1), input->device_bytes, &text);
    described = text.bytes;
    at = next_input(at, input->old_image_bytes, &old_image);
    at = next_input(at, input->new_image_bytes, &new_image);
    at = next_input(at, input->old_package_bytes, &old_package);
    (void)next_input(at, input->new_package_bytes, &new_package);
    change.way = (enum update_way)input->way;
}

/* The flash as the reset has left it; a new layout begins with one that is erased. */
static void open_flash(void)
{
    const uint32_t largest = (uint32_t)(old_image.count > new_image.count ? old_image.count : new_image.count);
    const thimble_flash_shape_data shape = update_life_shape((int)progress.layout, largest);
    flash_bytes = flash_model_bytes(&shape);
    if (flash_bytes > sizeof memory) {
        flash_model_broken("too large", (uint32_t)flash_bytes);
    }
    if (progress.stage == INSTALLING && progress.starts == 0) {
        flash_model_open(&flash, &shape, memory);
    } else {
        flash_model_attach(&flash, &shape, memory);
    }
    flash.cut = cut;
}

void thimble_protocol_serve(void)
{
    flash_plan_t plans[UPDATE_FAULTS];
    uint32_t seed = 1;
    if (progress.magic != MAGIC) {
        memset(&progress, 0, sizeof progress);
        progress.magic = MAGIC;
    }
    read_input();
    open_flash();
    memset(plans, 0, sizeof plans);
    if (progress.stage == TRYING) {
        seed = choose(plans) + progress.starts;
    }
    if (progress.starts < UPDATE_FAULTS) {
        flash_model_start(&flash, plans[progress.starts], seed);
    } else {
        const flash_plan_t none = {0, FLASH_FAULTS};
        flash_model_start(&flash, none, seed);
    }
    update_life_device(&device, described, &flash);
    end_life(update_life(&device, progress.stage == INSTALLING ? &first_change : &change, seed));
}
