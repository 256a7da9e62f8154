/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads lines "<max ids> <hexadecimal bytes or ->" and answers "<truncated> <id> <id> ..." each, or "no room".
 * The tokenizer is the one that was generated under the name "model". The bytes are copied to memory of
 * exactly their length, and so are ids and working memory, so that a sanitizer sees every step beyond.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "model_tokenizer.h"

static int answer(size_t max_ids, const char *hex)
{
    size_t len;
    size_t count = 0;
    size_t i;
    int truncated = 0;
    uint8_t *const bytes = read_hex(hex, &len);
    const char *const text = len == 0 ? NULL : (const char *)bytes;
    uint16_t *ids = (uint16_t *)malloc(max_ids == 0 ? 1 : max_ids * sizeof *ids);
    void *scratch = malloc(THIMBLE_MODEL_TOKENIZER_SCRATCH_BYTES);
    if (ids == NULL || scratch == NULL) {
        return 1;
    }
    if (thimble_model_tokenize(scratch, text, len, ids, max_ids, &count, &truncated)
        == THIMBLE_TOKENIZE_OK) {
        printf("%d", truncated);
        for (i = 0; i < count; i++) {
            printf(" %u", (unsigned)ids[i]);
        }
        printf("\n");
    } else {
        printf("no room\n");
    }
    free(bytes);
    free(ids);
    free(scratch);
    return 0;
}

int main(void)
{
    static char line[1 << 18];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *hex;
        const unsigned long max_ids = strtoul(line, &hex, 10);
        line[strcspn(line, "\n")] = '\0';
        if (answer((size_t)max_ids, hex + 1) != 0) {
            return 1;
        }
    }
    return 0;
}
