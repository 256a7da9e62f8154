/* SPDX-License-Identifier: Apache-2.0 */
/*
 * update_sweep FOLDER WAY LAYOUT FIRST STEP DOUBLE       every case, or a part of them
 * update_sweep FOLDER WAY --replay LAYOUT:SEED:OPERATION.FAULT[,OPERATION.FAULT...]
 *
 * A device that runs an old model takes a package with a new one, or makes the new one's image itself, and something
 * goes wrong at one flash operation, or at two: at each operation, in each way. After each cut a new process starts,
 * with fresh variables, from what the flash holds. Whatever happens, every start must have the old or the new model,
 * which opens and passes its self-test, and a few starts later the new one must run, confirmed. update_life.h has the
 * life of such a process, and the numbers of ways in which a model comes.
 *
 * FOLDER has old.bin and new.bin, the images, and old.suit and new.suit, the packages that bring them. LAYOUT is one of
 * those below. FIRST and STEP choose the cases: every STEP-th operation from FIRST on. DOUBLE is how many second faults
 * are tried for each first one; 0 for single faults. The last line says
 * "operations N cases C lost L", and lines before it how to replay what was lost.
 */
#define _DEFAULT_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "update_life.h"

enum { MOST_BYTES = 1 << 22 };

static update_bytes_t old_image;
static update_bytes_t new_image;
static update_bytes_t old_package;
static update_bytes_t new_package;

/* The change that is tried, and the one that made the device what it is before. */
static update_change_t change = {&old_image, &new_image, &new_package, UPDATE_PACKAGE};
static const update_change_t first_change = {NULL, &old_image, &old_package, UPDATE_PACKAGE};

static flash_model_t flash;
static thimble_update_device_data device;

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(2);
}

/* Memory that processes share. */
static void *mapped(size_t bytes)
{
    void *const memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        fail("memory");
    }
    return memory;
}

/* Files are read into memory that is never given back: the program ends when it needs them no more. */
static update_bytes_t read_file(const char *folder, const char *name)
{
    char path[4096];
    update_bytes_t file;
    uint8_t *bytes;
    FILE *stream;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        fail(name);
    }
    stream = fopen(path, "rb");
    if (stream == NULL) {
        fail(name);
    }
    bytes = (uint8_t *)mapped(MOST_BYTES);
    file.bytes = bytes;
    file.count = fread(bytes, 1, MOST_BYTES, stream);
    fclose(stream);
    return file;
}

static void cut(void)
{
    _exit(UPDATE_CUT);
}

/* Starts a process with the plan; how it ended, or UPDATE_WRONG where it crashed. */
static int start(const update_change_t *made, flash_plan_t plan, uint32_t seed)
{
    int status;
    const pid_t child = fork();
    if (child < 0) {
        fail("fork");
    }
    if (child == 0) {
        flash_model_start(&flash, plan, seed);
        _exit((int)update_life(&device, made, seed));
    }
    if (waitpid(child, &status, 0) != child) {
        fail("wait");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : UPDATE_WRONG;
}

/* Starts until the new model is confirmed; UPDATE_DONE if that comes. Faults are used up one a start. */
static int run(const update_change_t *made, const flash_plan_t *plans, uint32_t seed)
{
    static const flash_plan_t none = {0, FLASH_FAULTS};
    int end = UPDATE_RESTART;
    for (uint32_t i = 0; i < UPDATE_STARTS && end != UPDATE_DONE && end != UPDATE_LOST && end != UPDATE_WRONG; i++) {
        end = start(made, i < UPDATE_FAULTS ? plans[i] : none, seed + i);
    }
    return end;
}

/* Operations of each of the starts of a clean update, the longest. */
static uint32_t operations_of(uint32_t *shared, const uint8_t *snapshot, uint8_t *memory, size_t size)
{
    uint32_t most = 0;
    for (int i = 0; i < UPDATE_STARTS; i++) {
        const pid_t child = fork();
        if (child == 0) {
            const flash_plan_t none = {0, FLASH_FAULTS};
            flash_model_start(&flash, none, 1);
            const enum update_end end = update_life(&device, &change, 1);
            *shared = flash.operations;
            _exit((int)end);
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
            fail("clean update");
        }
        most = *shared > most ? *shared : most;
        if (WEXITSTATUS(status) == UPDATE_DONE) {
            memcpy(memory, snapshot, size);
            return most;
        }
        if (WEXITSTATUS(status) != UPDATE_RESTART) {
            fail("clean update");
        }
    }
    fail("clean update");
    return 0;
}

static int replay(const char *text, uint32_t *seed, flash_plan_t *plans)
{
    char *next;
    const int layout = (int)strtol(text, &next, 10);
    *seed = (uint32_t)strtoul(next + 1, &next, 10);
    for (int i = 0; i < UPDATE_FAULTS && *next != '\0'; i++) {
        plans[i].operation = (uint32_t)strtoul(next + 1, &next, 10);
        plans[i].fault = (enum flash_fault)strtoul(next + 1, &next, 10);
    }
    return layout;
}

static int try_case(int layout, const flash_plan_t *plans, uint32_t seed)
{
    const int end = run(&change, plans, seed);
    if (end == UPDATE_DONE) {
        return 0;
    }
    printf("lost (%d): --replay %d:%u:%u.%d", end, layout, (unsigned)seed, (unsigned)plans[0].operation,
           (int)plans[0].fault);
    for (int i = 1; i < UPDATE_FAULTS && plans[i].operation != 0; i++) {
        printf(",%u.%d", (unsigned)plans[i].operation, (int)plans[i].fault);
    }
    printf("\n");
    return 1;
}

static void read_device(const char *folder)
{
    const update_bytes_t described = read_file(folder, "device.bin");
    if (described.count != sizeof(thimble_update_keys_data) + 48) {
        fail("device.bin");
    }
    update_life_device(&device, described.bytes, &flash);
    old_image = read_file(folder, "old.bin");
    new_image = read_file(folder, "new.bin");
    old_package = read_file(folder, "old.suit");
    new_package = read_file(folder, "new.suit");
}

static int sweep(int layout, const uint8_t *snapshot, uint8_t *memory, size_t size, char **numbers)
{
    flash_plan_t plans[UPDATE_FAULTS];
    const uint32_t operations = operations_of((uint32_t *)(void *)(memory + size), snapshot, memory, size);
    const uint32_t step = (uint32_t)strtoul(numbers[1], NULL, 10);
    const uint32_t doubles = (uint32_t)strtoul(numbers[2], NULL, 10);
    unsigned long cases = 0;
    unsigned long lost = 0;
    memset(plans, 0, sizeof plans);
    for (uint32_t at = (uint32_t)strtoul(numbers[0], NULL, 10); at <= operations; at += step) {
        for (int fault = 0; fault < FLASH_FAULTS; fault++) {
            for (uint32_t second = 0; second < (doubles == 0 ? 1 : doubles); second++) {
                const flash_plan_t first = {at, (enum flash_fault)fault};
                const uint32_t seed = update_life_choose(plans, first, second, doubles, operations);
                memcpy(memory, snapshot, size);
                lost += (unsigned long)try_case(layout, plans, seed);
                cases++;
            }
        }
    }
    printf("operations %u cases %lu lost %lu\n", (unsigned)operations, cases, lost);
    return lost == 0 ? 0 : 1;
}

int main(int count, char **arguments)
{
    static const flash_plan_t none[UPDATE_FAULTS];
    flash_plan_t plans[UPDATE_FAULTS];
    const int replays = count == 5 && strcmp(arguments[3], "--replay") == 0;
    uint32_t seed = 1;
    if (!replays && count != 7) {
        fail("usage");
    }
    memcpy(plans, none, sizeof plans);
    const int layout = replays ? replay(arguments[4], &seed, plans) : atoi(arguments[3]);
    const int way = atoi(arguments[2]);
    if (layout < 0 || layout >= UPDATE_LAYOUTS || way < 0 || way >= UPDATE_WAYS) {
        fail("layout or way");
    }
    change.way = (enum update_way)way;
    read_device(arguments[1]);
    const size_t largest = old_image.count > new_image.count ? old_image.count : new_image.count;
    const thimble_flash_shape_data shape = update_life_shape(layout, (uint32_t)largest);
    const size_t size = flash_model_bytes(&shape);
    uint8_t *const memory = (uint8_t *)mapped(size + sizeof(uint64_t));
    uint8_t *const snapshot = (uint8_t *)mapped(size);
    flash_model_open(&flash, &shape, memory);
    flash.cut = cut;
    if (run(&first_change, none, 1) != UPDATE_DONE) {
        fail("the old model");
    }
    memcpy(snapshot, memory, size);
    return replays ? try_case(layout, plans, seed) : sweep(layout, snapshot, memory, size, arguments + 4);
}
