/* Classifies a few sentences with the package of examples/intents, and prints the names of their labels. */
#include <string.h>

#include "intents.h"
#include "start.h"

static union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_INTENTS_ARENA_BYTES];
} arena;
static thimble_intents_t intents;

int program(void)
{
    static const char *const sentences[] = {"play some jazz", "will it rain in Bern tomorrow", "book a table for four"};
    int status = thimble_intents_init(&intents, arena.bytes, sizeof arena.bytes);
    for (size_t at = 0; status == THIMBLE_OK && at < sizeof sentences / sizeof *sentences; at++) {
        thimble_result_t result;
        status = thimble_intents_classify(&intents, sentences[at], strlen(sentences[at]), &result);
        if (status == THIMBLE_OK) {
            print(thimble_intents_label(result.label));
            print("\n");
        }
    }
    return status;
}
