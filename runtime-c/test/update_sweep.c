/*
 * update_sweep FOLDER LAYOUT FIRST STEP DOUBLE       every case, or a part of them
 * update_sweep FOLDER --replay LAYOUT:SEED:OPERATION.FAULT[,OPERATION.FAULT...]
 *
 * A device that runs an old model takes a package with a new one, and something goes wrong at one flash operation, or
 * at two: at each operation, in each way. After each cut a new process starts, with fresh variables, from what the
 * flash holds. Whatever happens, every start must have the old or the new model, which opens and passes its self-test,
 * and a few starts later the new one must run, confirmed.
 *
 * FOLDER has old.bin and new.bin, the images, and old.suit and new.suit, the packages that bring them. LAYOUT is one of
 * those below. FIRST and STEP choose the cases: every STEP-th operation from FIRST on. DOUBLE is how many second faults
 * are tried for each first one; 0 for single faults. The last line says
 * "operations N cases C lost L", and lines before it how to replay what was lost.
 *
 * The model is that of -DMODEL_HEADER, with the names -DMODEL_T, _OPEN, _SELFTEST, _ARENA_BYTES and _FACTORY.
 */
#define _DEFAULT_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "flash_model.h"
#include "thimble/store.h"

#include MODEL_HEADER
#include MODEL_CONSTANTS

/* How the life of one process ends. */
enum end { END_DONE = 10, END_RESTART, END_LOST, END_WRONG, END_CUT };

enum { MOST_STARTS = 16, MOST_FAULTS = 3, MOST_CHUNK = 700, MOST_BYTES = 1 << 22 };

typedef struct {
    uint8_t *bytes;
    size_t count;
} file_t;

static file_t old_image;
static file_t new_image;
static file_t old_package;
static file_t new_package;
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
static file_t read_file(const char *folder, const char *name)
{
    char path[4096];
    file_t file;
    FILE *stream;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        fail(name);
    }
    stream = fopen(path, "rb");
    if (stream == NULL) {
        fail(name);
    }
    file.bytes = (uint8_t *)mapped(MOST_BYTES);
    file.count = fread(file.bytes, 1, MOST_BYTES, stream);
    fclose(stream);
    return file;
}

static void cut(void)
{
    _exit(END_CUT);
}

/* Blocks and units as chips have them. */
static thimble_flash_shape_data shape_of(int layout, uint32_t image_bytes)
{
    static const uint32_t blocks[] = {256, 1024, 2048, 4096, 131072};
    static const uint32_t units[] = {1, 16, 8, 4, 32};
    thimble_flash_shape_data shape;
    if (layout < 0 || layout >= (int)(sizeof units / sizeof *units)) {
        fail("layout");
    }
    memset(&shape, 0, sizeof shape);
    shape.block_bytes = blocks[layout];
    shape.unit_bytes = units[layout];
    shape.erased = layout == 2 ? 0x00 : 0xFF;
    shape.slot_bytes = (image_bytes + shape.block_bytes - 1) / shape.block_bytes * shape.block_bytes;
    shape.log = 0;
    shape.log_bytes = (layout == 0 ? 4 : 2) * shape.block_bytes;
    shape.slots[0] = shape.log_bytes;
    shape.slots[1] = shape.slots[0] + shape.slot_bytes;
    return shape;
}

static int is_image(const thimble_update_boot_data *boot, const file_t *image)
{
    return boot->image_bytes == image->count && memcmp(boot->image, image->bytes, image->count) == 0;
}

/* A model that does not classify is lost. */
static int works(const thimble_update_boot_data *boot)
{
    static union {
        uint64_t aligned;
        uint8_t bytes[MODEL_ARENA_BYTES];
    } arena;
    static MODEL_T context;
    return MODEL_OPEN(&context, boot->image, boot->image_bytes, arena.bytes, sizeof arena.bytes) == THIMBLE_OK
           && MODEL_SELFTEST(&context, NULL) == THIMBLE_OK;
}

static int take(const file_t *package, uint32_t seed)
{
    static thimble_update_data update;
    size_t at = 0;
    thimble_update_begin(&update, &device);
    while (at < package->count) {
        const size_t left = package->count - at;
        size_t count;
        int reason;
        seed = seed * 1664525u + 1013904223u;
        count = 1 + (seed >> 8) % MOST_CHUNK;
        count = count < left ? count : left;
        reason = thimble_update_feed(&update, package->bytes + at, count);
        if (reason != THIMBLE_UPDATE_OK) {
            return reason;
        }
        at += count;
    }
    return thimble_update_end(&update);
}

/* One process, from power on to the next reset: what its flash must have it do next. */
static enum end life(const file_t *before, const file_t *after, const file_t *package, uint32_t seed)
{
    thimble_update_boot_data boot;
    int reason;
    thimble_update_boot(&device, &boot);
    if (!(is_image(&boot, after) || (before == NULL ? boot.image == device.factory : is_image(&boot, before)))) {
        return END_LOST;
    }
    if (!works(&boot)) {
        return END_LOST;
    }
    if (boot.trial != 0 && thimble_update_confirm(&device) != THIMBLE_UPDATE_OK) {
        return END_RESTART;
    }
    if (is_image(&boot, after)) {
        return boot.trial != 0 ? END_RESTART : END_DONE;
    }
    reason = take(package, seed);
    return reason == THIMBLE_UPDATE_OK || reason == THIMBLE_UPDATE_FLASH ? END_RESTART : END_WRONG;
}

/* Starts a process with the plan; how it ended, or END_WRONG where it crashed. */
static int start(const file_t *before, const file_t *after, const file_t *package, flash_plan_t plan, uint32_t seed)
{
    int status;
    const pid_t child = fork();
    if (child < 0) {
        fail("fork");
    }
    if (child == 0) {
        flash_model_start(&flash, plan, seed);
        _exit((int)life(before, after, package, seed));
    }
    if (waitpid(child, &status, 0) != child) {
        fail("wait");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : END_WRONG;
}

/* Starts until the new model is confirmed; END_DONE if that comes. Faults are used up one a start. */
static int run(const file_t *before, const file_t *after, const file_t *package, const flash_plan_t *plans,
               uint32_t seed)
{
    static const flash_plan_t none = {0, FLASH_FAULTS};
    int end = END_RESTART;
    for (uint32_t i = 0; i < MOST_STARTS && end != END_DONE && end != END_LOST && end != END_WRONG; i++) {
        end = start(before, after, package, i < MOST_FAULTS ? plans[i] : none, seed + i);
    }
    return end;
}

/* Operations of each of the starts of a clean update, the longest. */
static uint32_t operations_of(uint32_t *shared, const uint8_t *snapshot, uint8_t *memory, size_t size)
{
    uint32_t most = 0;
    for (int i = 0; i < MOST_STARTS; i++) {
        const pid_t child = fork();
        if (child == 0) {
            const flash_plan_t none = {0, FLASH_FAULTS};
            flash_model_start(&flash, none, 1);
            const enum end end = life(&old_image, &new_image, &new_package, 1);
            *shared = flash.operations;
            _exit((int)end);
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
            fail("clean update");
        }
        most = *shared > most ? *shared : most;
        if (WEXITSTATUS(status) == END_DONE) {
            memcpy(memory, snapshot, size);
            return most;
        }
        if (WEXITSTATUS(status) != END_RESTART) {
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
    for (int i = 0; i < MOST_FAULTS && *next != '\0'; i++) {
        plans[i].operation = (uint32_t)strtoul(next + 1, &next, 10);
        plans[i].fault = (enum flash_fault)strtoul(next + 1, &next, 10);
    }
    return layout;
}

static int try_case(int layout, const flash_plan_t *plans, uint32_t seed)
{
    const int end = run(&old_image, &new_image, &new_package, plans, seed);
    if (end == END_DONE) {
        return 0;
    }
    printf("lost (%d): --replay %d:%u:%u.%d", end, layout, (unsigned)seed, (unsigned)plans[0].operation,
           (int)plans[0].fault);
    for (int i = 1; i < MOST_FAULTS && plans[i].operation != 0; i++) {
        printf(",%u.%d", (unsigned)plans[i].operation, (int)plans[i].fault);
    }
    printf("\n");
    return 1;
}

static void read_device(const char *folder)
{
    static thimble_update_keys_data keys;
    const file_t described = read_file(folder, "device.bin");
    if (described.count != sizeof keys + 48) {
        fail("device.bin");
    }
    memcpy(&keys, described.bytes, sizeof keys);
    memcpy(device.vendor, described.bytes + sizeof keys, 16);
    memcpy(device.device_class, described.bytes + sizeof keys + 16, 16);
    memcpy(device.device, described.bytes + sizeof keys + 32, 16);
    device.keys = &keys;
    device.flash = &flash;
    device.factory = &MODEL_FACTORY;
    device.factory_bytes = sizeof MODEL_FACTORY;
    old_image = read_file(folder, "old.bin");
    new_image = read_file(folder, "new.bin");
    old_package = read_file(folder, "old.suit");
    new_package = read_file(folder, "new.suit");
}

/* The faults of a case: the first is given, the second one of as many as are asked for, spread over the operations. */
static uint32_t choose(flash_plan_t *plans, flash_plan_t first, uint32_t second, uint32_t doubles, uint32_t operations)
{
    const uint32_t seed = first.operation * 7919u + (uint32_t)first.fault * 104729u + second * 1299709u + 1u;
    plans[0] = first;
    if (doubles != 0) {
        plans[1].operation = 1 + second * operations / doubles + seed % (operations / doubles + 1);
        plans[1].fault = (enum flash_fault)(seed / 7u % FLASH_FAULTS);
    }
    return seed;
}

static int sweep(int layout, const uint8_t *snapshot, uint8_t *memory, size_t size, char **numbers)
{
    flash_plan_t plans[MOST_FAULTS];
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
                const uint32_t seed = choose(plans, first, second, doubles, operations);
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
    static const flash_plan_t none[MOST_FAULTS];
    flash_plan_t plans[MOST_FAULTS];
    const int replays = count == 4 && strcmp(arguments[2], "--replay") == 0;
    uint32_t seed = 1;
    if (!replays && count != 6) {
        fail("usage");
    }
    memcpy(plans, none, sizeof plans);
    const int layout = replays ? replay(arguments[3], &seed, plans) : atoi(arguments[2]);
    read_device(arguments[1]);
    const size_t largest = old_image.count > new_image.count ? old_image.count : new_image.count;
    const thimble_flash_shape_data shape = shape_of(layout, (uint32_t)largest);
    const size_t size = flash_model_bytes(&shape);
    uint8_t *const memory = (uint8_t *)mapped(size + sizeof(uint64_t));
    uint8_t *const snapshot = (uint8_t *)mapped(size);
    flash_model_open(&flash, &shape, memory);
    flash.cut = cut;
    if (run(NULL, &old_image, &old_package, none, 1) != END_DONE) {
        fail("the old model");
    }
    memcpy(snapshot, memory, size);
    return replays ? try_case(layout, plans, seed) : sweep(layout, snapshot, memory, size, arguments + 3);
}
