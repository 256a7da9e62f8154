/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what all tokenizers have in an image, and whether it can be used. */
#include "tokenizer_tables.h"

#include <string.h>

#define PLANES 17u
#define LEADS 19u
#define VOWELS 21u
#define TRAILS 27u

THIMBLE_SHARED
const uint8_t *thimble_table_u8(const void *image, const thimble_table_data *table)
{
    return table->count == 0 ? NULL : (const uint8_t *)image + table->offset;
}

THIMBLE_SHARED
const uint16_t *thimble_table_u16(const void *image, const thimble_table_data *table)
{
    return (const uint16_t *)(const void *)thimble_table_u8(image, table);
}

THIMBLE_SHARED
const uint32_t *thimble_table_u32(const void *image, const thimble_table_data *table)
{
    return (const uint32_t *)(const void *)thimble_table_u8(image, table);
}

THIMBLE_SHARED
int thimble_table_fits(const thimble_tables_view_t *view, const thimble_table_data *table, size_t size)
{
    return table->count == 0
           || (table->offset % size == 0 && table->offset <= view->size
               && table->count <= (view->size - table->offset) / size);
}

THIMBLE_SHARED
int thimble_table_below(const thimble_tables_view_t *view, const thimble_table_data *table, uint32_t limit)
{
    const uint16_t *const elements = thimble_table_u16(view->bytes, table);
    uint32_t i;
    for (i = 0; i < table->count; i++) {
        if (elements[i] >= limit) {
            return 0;
        }
    }
    return 1;
}

static int all_lie_within(const thimble_tables_view_t *view, const thimble_text_tables_data *t)
{
    return thimble_table_fits(view, &t->run_starts, 2) && thimble_table_fits(view, &t->plane_runs, 2)
           && thimble_table_fits(view, &t->effects8, 1) && thimble_table_fits(view, &t->effects16, 2)
           && thimble_table_fits(view, &t->sequence_starts, 2) && thimble_table_fits(view, &t->sequence_chars, 2)
           && thimble_table_fits(view, &t->typed, 1) && thimble_table_fits(view, &t->typed_ids, 2)
           && thimble_table_fits(view, &t->normalized, 2) && thimble_table_fits(view, &t->normalized_ids, 2)
           && thimble_table_fits(view, &t->before, 2) && thimble_table_fits(view, &t->after, 2);
}

/* Every plane has a run, and all of them have effects, in one of the two tables. */
static int runs_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *t)
{
    const uint16_t *const planes = thimble_table_u16(view->bytes, &t->plane_runs);
    const uint32_t runs = t->run_starts.count;
    uint32_t i;
    if (t->plane_runs.count != PLANES + 1 || t->effects8.count + (uint64_t)t->effects16.count != runs
        || (t->effects8.count != 0 && t->effects16.count != 0)) {
        return 0;
    }
    for (i = 0; i < PLANES; i++) {
        if (planes[i] >= planes[i + 1]) {
            return 0;
        }
    }
    return planes[PLANES] <= runs;
}

/* Characters of an effect; THIMBLE_TEXT_SEQUENCE + 1 where it is none. */
static uint32_t width_of(const thimble_tables_view_t *view, const thimble_text_tables_data *t, uint32_t effect)
{
    const uint16_t *const starts = thimble_table_u16(view->bytes, &t->sequence_starts);
    const uint32_t sequence = effect - t->char_count;
    if (effect < t->char_count) {
        return 1;
    }
    if (t->sequence_starts.count == 0 || sequence >= t->sequence_starts.count - 1
        || starts[sequence] > starts[sequence + 1] || starts[sequence + 1] > t->sequence_chars.count) {
        return THIMBLE_TEXT_SEQUENCE + 1;
    }
    return (uint32_t)starts[sequence + 1] - starts[sequence];
}

static uint32_t effect_at(const thimble_tables_view_t *view, const thimble_text_tables_data *t, uint32_t run)
{
    return t->effects8.count != 0 ? thimble_table_u8(view->bytes, &t->effects8)[run]
                                  : thimble_table_u16(view->bytes, &t->effects16)[run];
}

static int effects_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *t)
{
    uint32_t run;
    for (run = 0; run < t->run_starts.count; run++) {
        if (width_of(view, t, effect_at(view, t, run)) > THIMBLE_TEXT_SEQUENCE) {
            return 0;
        }
    }
    return thimble_table_below(view, &t->sequence_chars, t->char_count);
}

/* The most characters that any of the code points becomes. */
static uint32_t widest(const thimble_tables_view_t *view, const thimble_text_tables_data *t, uint32_t first,
                       uint32_t count)
{
    thimble_tokenizer_data opened;
    uint32_t most = 0;
    uint32_t i;
    thimble_text_tables_bind(view->bytes, t, &opened);
    for (i = 0; i < count; i++) {
        const uint32_t width = width_of(view, t, thimble_text_effect(&opened.text, first + i));
        most = width > most ? width : most;
    }
    return most;
}

/* A syllable is decomposed into a lead, a vowel and a trail, whose characters all have to find room. */
static int syllables_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *t)
{
    return t->syllables == 0
           || widest(view, t, 0x1100u, LEADS) + widest(view, t, 0x1161u, VOWELS) + widest(view, t, 0x11A8u, TRAILS)
                  <= THIMBLE_TEXT_SEQUENCE;
}

/* Patterns fill their table: each begins with its length. An empty one would match for ever. */
static int typed_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *t)
{
    const uint8_t *const typed = thimble_table_u8(view->bytes, &t->typed);
    uint32_t at = 0;
    uint32_t i;
    for (i = 0; i < t->typed_ids.count; i++) {
        if (at >= t->typed.count || typed[at] == 0 || typed[at] > t->typed.count - at - 1) {
            return 0;
        }
        at += 1u + typed[at];
    }
    return 1;
}

static int normalized_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *t)
{
    const uint16_t *const normalized = thimble_table_u16(view->bytes, &t->normalized);
    uint32_t at = 0;
    uint32_t i;
    for (i = 0; i < t->normalized_ids.count; i++) {
        if (at >= t->normalized.count || normalized[at] == 0 || normalized[at] > t->normalized.count - at - 1) {
            return 0;
        }
        at += 1u + normalized[at];
    }
    return 1;
}

static int counts_fit(const thimble_text_tables_data *t)
{
    return t->char_count > THIMBLE_CHAR_UNKNOWN && t->char_count <= 0x10000u && t->typed_ids.count <= 0xFFFFu
           && t->normalized_ids.count <= 0xFFFFu && t->before.count <= 0xFFFFu && t->after.count <= 0xFFFFu
           && t->other_alone <= 1 && t->syllables <= 1;
}

static int ids_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *t)
{
    return thimble_table_below(view, &t->typed_ids, view->vocabulary)
           && thimble_table_below(view, &t->normalized_ids, view->vocabulary)
           && thimble_table_below(view, &t->before, view->vocabulary)
           && thimble_table_below(view, &t->after, view->vocabulary);
}

THIMBLE_SHARED
int thimble_text_tables_fit(const thimble_tables_view_t *view, const thimble_text_tables_data *tables)
{
    return all_lie_within(view, tables) && counts_fit(tables) && runs_fit(view, tables) && effects_fit(view, tables)
           && syllables_fit(view, tables) && typed_fit(view, tables) && normalized_fit(view, tables)
           && ids_fit(view, tables);
}

THIMBLE_SHARED
void thimble_text_tables_bind(const void *image, const thimble_text_tables_data *tables, thimble_tokenizer_data *out)
{
    thimble_tokenizer_text_data *const text = &out->text;
    text->run_starts = thimble_table_u16(image, &tables->run_starts);
    text->plane_runs = thimble_table_u16(image, &tables->plane_runs);
    text->effects8 = thimble_table_u8(image, &tables->effects8);
    text->effects16 = thimble_table_u16(image, &tables->effects16);
    text->sequence_starts = thimble_table_u16(image, &tables->sequence_starts);
    text->sequence_chars = thimble_table_u16(image, &tables->sequence_chars);
    text->typed = thimble_table_u8(image, &tables->typed);
    text->typed_ids = thimble_table_u16(image, &tables->typed_ids);
    text->normalized = thimble_table_u16(image, &tables->normalized);
    text->normalized_ids = thimble_table_u16(image, &tables->normalized_ids);
    text->typed_count = (uint16_t)tables->typed_ids.count;
    text->normalized_count = (uint16_t)tables->normalized_ids.count;
    text->char_count = tables->char_count;
    text->first_other = tables->first_other;
    text->other_alone = (uint8_t)tables->other_alone;
    text->syllables = (uint8_t)tables->syllables;
    out->wordpiece = NULL;
    out->bpe = NULL;
    out->before = thimble_table_u16(image, &tables->before);
    out->after = thimble_table_u16(image, &tables->after);
    out->before_count = (uint16_t)tables->before.count;
    out->after_count = (uint16_t)tables->after.count;
}
