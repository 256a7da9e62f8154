/* SPDX-License-Identifier: Apache-2.0 AND LicenseRef-Model */
<#function pointer field><#return tokenizer.pointers[field]!"NULL"></#function>
/* ${tokenizer.name}: the tokenizer's tables. Written by thimble compile; do not edit. */
#include "${tokenizer.name}_tokenizer.h"

#include "thimble/sections.h"
${definitions}
<#if tokenizer.isBpe>
static const thimble_bpe_data bpe = {
    {${pointer("symbols0")}, ${pointer("symbols1")},
     ${pointer("symbols2")}, ${pointer("symbols3")}},
    ${pointer("left_bits")},
    ${pointer("left_ranks")},
    ${pointer("left_starts")},
    ${pointer("rights")},
    ${pointer("ranks")},
    ${pointer("products")},
    ${pointer("ids")},
    ${tokenizer.id_count}, /* id_count */
    ${tokenizer.id_offset}, /* id_offset */
    ${tokenizer.first_product}, /* first_product */
    ${tokenizer.unknown}, /* unknown */
    ${tokenizer.longest}, /* longest */
    ${tokenizer.fuse_unknown}, /* fuse_unknown */
    ${tokenizer.has_last}, /* has_last */
};
<#else>
static const thimble_wordpiece_data wordpiece = {
    {${pointer("first_data")}, ${pointer("first_buckets")},
     ${pointer("first_ids")}, ${tokenizer.first_count}},
    {${pointer("next_data")}, ${pointer("next_buckets")},
     ${pointer("next_ids")}, ${tokenizer.next_count}},
    ${pointer("strings")},
    ${pointer("string_starts")},
    ${tokenizer.max_word_chars}u, /* max_word_chars */
    ${tokenizer.two_bytes_from}, /* two_bytes_from */
    ${tokenizer.longest}, /* longest */
    ${tokenizer.unknown_id}, /* unknown_id */
    ${tokenizer.literal_bits}, /* literal_bits */
    ${tokenizer.bucket_bits}, /* bucket_bits */
};
</#if>

const thimble_tokenizer_data thimble_${tokenizer.name}_tokenizer = {
    {
        ${pointer("run_starts")},
        ${pointer("plane_runs")},
        ${pointer("effects8")},
        ${pointer("effects16")},
        ${pointer("sequence_starts")},
        ${pointer("sequence_chars")},
        ${pointer("typed")},
        ${pointer("typed_ids")},
        ${pointer("normalized")},
        ${pointer("normalized_ids")},
        ${tokenizer.typed_count}, /* typed_count */
        ${tokenizer.normalized_count}, /* normalized_count */
        ${tokenizer.char_count}u, /* char_count */
        ${tokenizer.first_other}u, /* first_other */
        ${tokenizer.other_alone}, /* other_alone */
        ${tokenizer.syllables}, /* syllables */
    },
    ${tokenizer.isBpe?string("NULL", "&wordpiece")},
    ${tokenizer.isBpe?string("&bpe", "NULL")},
    ${pointer("before")},
    ${pointer("after")},
    ${tokenizer.before_count}, /* before_count */
    ${tokenizer.after_count}, /* after_count */
};

int thimble_${tokenizer.name}_tokenize(void *scratch, const char *utf8, size_t len, uint16_t *ids, size_t max_ids,
                                       size_t *count, int *truncated)
{
    return ${tokenizer.isBpe?string("thimble_tokenize_bpe", "thimble_tokenize_wordpiece")}(
        &thimble_${tokenizer.name}_tokenizer, (thimble_tokenizer_scratch *)scratch, utf8, len, ids, max_ids, count,
        truncated);
}
