/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tokenize_image KIND FILE VOCABULARY [SEEDS]
 *
 * Reads a file with the tables of a tokenizer at its start, of kind "wordpiece" or "bpe". Without SEEDS it reads lines
 * "<max ids> <hexadecimal bytes or ->" and answers "<truncated> <id> <id> ..." each. With SEEDS the file is damaged in
 * as many ways, and every one that is still said to fit has to tokenize all lines without a step outside of its memory
 * and without an id that the vocabulary does not have; the answer is how many fitted. Everything lies in memory of
 * exactly its size, so that a sanitizer sees every step beyond.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "thimble/tokenizer.h"

typedef struct {
    int is_bpe;
    uint8_t *image;
    size_t size;
    uint32_t vocabulary;
} tokenizer_t;

static uint32_t random_state = 1;

/* Marsaglia, "Xorshift RNGs", 2003. */
static uint32_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

static int fits(const tokenizer_t *t)
{
    return t->is_bpe ? thimble_bpe_tables_fit(t->image, t->size, 0, t->vocabulary)
                     : thimble_wordpiece_tables_fit(t->image, t->size, 0, t->vocabulary);
}

/* The number of ids, or max_ids + 1 where there is no room. */
static size_t tokenize(const tokenizer_t *t, const char *line, uint16_t **ids, int *truncated)
{
    char *hex;
    const size_t max_ids = (size_t)strtoul(line, &hex, 10);
    size_t len;
    size_t count = 0;
    uint8_t *const bytes = read_hex(hex + 1, &len);
    const char *const text = (const char *)bytes;
    void *scratch = malloc(t->is_bpe ? sizeof(thimble_tokenizer_scratch) : THIMBLE_WORDPIECE_WINDOW);
    thimble_tokenizer_scratch *const working = (thimble_tokenizer_scratch *)scratch;
    int status;
    *ids = (uint16_t *)malloc(max_ids == 0 ? 1 : max_ids * sizeof **ids);
    if (scratch == NULL || *ids == NULL) {
        exit(1);
    }
    if (t->is_bpe) {
        status = thimble_bpe_tables_apply(t->image, 0, working, text, len, *ids, max_ids, &count, truncated);
    } else {
        status = thimble_wordpiece_tables_apply(t->image, 0, working, text, len, *ids, max_ids, &count, truncated);
    }
    free(bytes);
    free(scratch);
    return status == THIMBLE_TOKENIZE_OK ? count : max_ids + 1;
}

static void answer(const tokenizer_t *t, const char *line)
{
    uint16_t *ids;
    int truncated = 0;
    const size_t count = tokenize(t, line, &ids, &truncated);
    size_t i;
    printf("%d", truncated);
    for (i = 0; i < count; i++) {
        printf(" %u", (unsigned)ids[i]);
    }
    printf("\n");
    free(ids);
}

static void survive(const tokenizer_t *t, const char *line)
{
    uint16_t *ids;
    int truncated = 0;
    const size_t max_ids = (size_t)strtoul(line, NULL, 10);
    const size_t count = tokenize(t, line, &ids, &truncated);
    size_t i;
    for (i = 0; count <= max_ids && i < count; i++) {
        if (ids[i] >= t->vocabulary) {
            fprintf(stderr, "id %u\n", (unsigned)ids[i]);
            exit(1);
        }
    }
    free(ids);
}

/* One to three bytes, or a byte of one of the words at the start, where places and numbers are. */
static void damage(uint8_t *bytes, size_t size)
{
    uint32_t left = 1 + next_random() % 3;
    for (; left > 0; left--) {
        const size_t within = next_random() % 2 == 0 ? size : (size < 220 ? size : 220);
        const size_t at = next_random() % within;
        bytes[at] = (uint8_t)(next_random() % 4 == 0 ? next_random() : bytes[at] ^ (1u << next_random() % 8));
    }
}

static int damaged(const tokenizer_t *whole, char **lines, size_t count, unsigned long seeds)
{
    unsigned long fitted = 0;
    unsigned long seed;
    for (seed = 1; seed <= seeds; seed++) {
        tokenizer_t t = *whole;
        size_t i;
        random_state = (uint32_t)seed * 2654435761u;
        t.size = next_random() % 16 == 0 ? next_random() % (whole->size + 1) : whole->size;
        t.image = (uint8_t *)malloc(t.size == 0 ? 1 : t.size);
        if (t.image == NULL) {
            return 1;
        }
        memcpy(t.image, whole->image, t.size);
        if (t.size != 0) {
            damage(t.image, t.size);
        }
        if (fits(&t)) {
            fitted++;
            for (i = 0; i < count; i++) {
                survive(&t, lines[i]);
            }
        }
        free(t.image);
    }
    printf("%lu\n", fitted);
    return 0;
}

static char *next_line(void)
{
    static char line[1 << 18];
    char *copy;
    if (fgets(line, sizeof line, stdin) == NULL) {
        return NULL;
    }
    line[strcspn(line, "\n")] = '\0';
    copy = (char *)malloc(strlen(line) + 1);
    if (copy == NULL) {
        exit(1);
    }
    return strcpy(copy, line);
}

static size_t read_file(const char *name, uint8_t **bytes)
{
    static uint8_t room[1 << 22];
    FILE *const file = fopen(name, "rb");
    size_t size;
    if (file == NULL) {
        exit(1);
    }
    size = fread(room, 1, sizeof room, file);
    fclose(file);
    *bytes = (uint8_t *)malloc(size == 0 ? 1 : size);
    if (*bytes == NULL) {
        exit(1);
    }
    memcpy(*bytes, room, size);
    return size;
}

static int work(const tokenizer_t *t, char **lines, size_t count, const char *seeds)
{
    size_t i;
    if (!fits(t)) {
        fprintf(stderr, "does not fit\n");
        return 1;
    }
    if (seeds != NULL) {
        return damaged(t, lines, count, strtoul(seeds, NULL, 10));
    }
    for (i = 0; i < count; i++) {
        answer(t, lines[i]);
    }
    return 0;
}

int main(int count, char **arguments)
{
    static char *lines[1 << 16];
    size_t read = 0;
    tokenizer_t whole;
    int status;
    if (count < 4) {
        return 2;
    }
    whole.is_bpe = strcmp(arguments[1], "bpe") == 0;
    whole.size = read_file(arguments[2], &whole.image);
    whole.vocabulary = (uint32_t)strtoul(arguments[3], NULL, 10);
    while (read < sizeof lines / sizeof *lines && (lines[read] = next_line()) != NULL) {
        read++;
    }
    status = work(&whole, lines, read, count > 4 ? arguments[4] : NULL);
    while (read > 0) {
        free(lines[--read]);
    }
    free(whole.image);
    return status;
}
