/* ${model.name}: the model behind the line protocol. Written by thimble compile; do not edit. */
#include "thimble_app.h"

#include "../include/${model.name}.h"

/* A section of its own lets a linker script place the arena; one that does not know it has it in .bss. */
#if defined(__GNUC__) && defined(__ELF__)
#define THIMBLE_IN_SECTION(name) __attribute__((section(name)))
#else
#define THIMBLE_IN_SECTION(name)
#endif

/* The arena and the context are the application's: the model itself has nothing writable. */
THIMBLE_IN_SECTION(".bss.thimble_arena")
static union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_${model.macro}_ARENA_BYTES];
} arena;
static thimble_${model.name}_t context;

static int answer(int status, const thimble_result_t *result, thimble_app_answer_t *out)
{
    out->status = status;
    if (status == THIMBLE_OK) {
        out->label = result->label;
        out->truncated = result->truncated;
        out->n_ids = result->tokens;
        out->ids = result->ids;
        out->n_logits = result->labels;
        out->logits = result->logits;
    }
    return status;
}

const char *thimble_app_name(void)
{
    return "${model.name}";
}

int thimble_app_text(const char *utf8, size_t len, thimble_app_answer_t *out)
{
    thimble_result_t result;
    int status = thimble_${model.name}_init(&context, arena.bytes, sizeof arena.bytes);
    if (status == THIMBLE_OK) {
        status = thimble_${model.name}_classify(&context, utf8, len, &result);
    }
    return answer(status, &result, out);
}

int thimble_app_ids(const uint16_t *ids, size_t n, thimble_app_answer_t *out)
{
    thimble_result_t result;
    int status = thimble_${model.name}_init(&context, arena.bytes, sizeof arena.bytes);
    if (status == THIMBLE_OK) {
        status = thimble_${model.name}_run(&context, ids, n, &result);
    }
    return answer(status, &result, out);
}

uint32_t thimble_app_arena_size(void)
{
    return THIMBLE_${model.macro}_ARENA_BYTES;
}
