/* SPDX-License-Identifier: Apache-2.0 */
/* ${tokenizer.name}: text to token ids. Written by thimble compile; do not edit. */
#ifndef THIMBLE_${tokenizer.macro}_TOKENIZER_H
#define THIMBLE_${tokenizer.macro}_TOKENIZER_H

#include "thimble/tokenizer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of working memory that tokenizing needs, aligned to 2. */
#define THIMBLE_${tokenizer.macro}_TOKENIZER_SCRATCH_BYTES ${tokenizer.scratchBytes}u

/* The tables. */
extern const thimble_tokenizer_data thimble_${tokenizer.name}_tokenizer;

/*
 * Turns `len` bytes of UTF-8 into token ids, special tokens included; any bytes are allowed. `scratch`: at least
 * THIMBLE_${tokenizer.macro}_TOKENIZER_SCRATCH_BYTES, nothing in it is kept. `ids`: room for max_ids ids. Sets `count` and
 * `truncated` (1 when tokens were cut off, else 0). Returns THIMBLE_TOKENIZE_OK, or THIMBLE_TOKENIZE_NO_ROOM and writes
 * nothing when max_ids is less than ${tokenizer.before_count + tokenizer.after_count}.
 */
int thimble_${tokenizer.name}_tokenize(void *scratch, const char *utf8, size_t len, uint16_t *ids, size_t max_ids,
                                       size_t *count, int *truncated);

#ifdef __cplusplus
}
#endif

#endif
