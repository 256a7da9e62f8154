/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the tables of a tokenizer in an image. */
#ifndef THIMBLE_TOKENIZER_TABLES_H
#define THIMBLE_TOKENIZER_TABLES_H

#include "tokenizer_text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An image that is looked at. Numbers in it are little-endian, as they are in the core that reads it in place. */
typedef struct {
    const uint8_t *bytes;
    size_t size;
    /* Ids are below this. */
    uint32_t vocabulary;
} thimble_tables_view_t;

/* The elements of a table; null where it has none. */
const uint8_t *thimble_table_u8(const void *image, const thimble_table_data *table);
const uint16_t *thimble_table_u16(const void *image, const thimble_table_data *table);
const uint32_t *thimble_table_u32(const void *image, const thimble_table_data *table);

/* Whether `count` elements of `size` bytes lie in the image as the table says. */
int thimble_table_fits(const thimble_tables_view_t *view, const thimble_table_data *table, size_t size);

/* Whether all elements of a fitting table of 16-bit numbers are below a limit. */
int thimble_table_below(const thimble_tables_view_t *view, const thimble_table_data *table, uint32_t limit);

/* Whether what all tokenizers have fits. */
int thimble_text_tables_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *tables);

/* The text and the special ids of fitting tables. */
void thimble_text_tables_bind(const void *image, const thimble_text_tables_data *tables, thimble_tokenizer_data *out);

#ifdef __cplusplus
}
#endif

#endif
