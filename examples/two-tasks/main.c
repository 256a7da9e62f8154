/*
 * Two tasks, each with a model of its own, and one arena, which only one of them has at a time. Both models come of one
 * package: thimble compile examples/intents/model examples/tiny/model --name intents --name tiny.
 */
#include <string.h>

#include "intents_tiny.h"
#include "start.h"
#include "tasks.h"

#define STACK_WORDS 1024u

static union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_INTENTS_TINY_ARENA_BYTES];
} arena;
static tasks_lock_t arena_lock;

static thimble_intents_t intents;
static thimble_tiny_t tiny;

static const char *const sentences[] = {"play some jazz", "will it rain in Bern tomorrow", "book a table for four"};
#define SENTENCES (sizeof sentences / sizeof *sentences)

static void say(const char *who, const char *what)
{
    char line[64];
    (void)strcpy(line, who);
    (void)strcat(line, what);
    (void)strcat(line, "\n");
    print(line);
}

static void first(void)
{
    for (size_t at = 0; at < SENTENCES; at++) {
        thimble_result_t result;
        tasks_lock(&arena_lock);
        if (thimble_intents_classify(&intents, sentences[at], strlen(sentences[at]), &result) == THIMBLE_OK) {
            say("intents ", thimble_intents_label(result.label));
        }
        tasks_unlock(&arena_lock);
    }
}

static void second(void)
{
    for (size_t at = 0; at < SENTENCES; at++) {
        thimble_result_t result;
        tasks_lock(&arena_lock);
        if (thimble_tiny_classify(&tiny, sentences[at], strlen(sentences[at]), &result) == THIMBLE_OK) {
            say("tiny ", thimble_tiny_label(result.label));
        }
        tasks_unlock(&arena_lock);
    }
}

int program(void)
{
    static uint32_t first_stack[STACK_WORDS] __attribute__((aligned(8)));
    static uint32_t second_stack[STACK_WORDS] __attribute__((aligned(8)));
    if (thimble_intents_init(&intents, arena.bytes, sizeof arena.bytes) != THIMBLE_OK
        || thimble_tiny_init(&tiny, arena.bytes, sizeof arena.bytes) != THIMBLE_OK) {
        return 1;
    }
    tasks_run(first, first_stack, second, second_stack, STACK_WORDS);
    print(tasks_switches() > 2u * SENTENCES ? "turns were taken\n" : "no turns were taken\n");
    return 0;
}
