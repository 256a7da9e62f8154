<#-- One of several labels for a text. -->
<#macro result><#local labels = model.loaded?then("labels", "THIMBLE_" + model.macro + "_LABELS")>
    const ${model.logits.type} *const logits = (const ${model.logits.type} *)(const void *)(arena + ${model.logits.offset});
<#if model.loaded>
    const uint32_t labels = thimble_image_labels(ctx->image);
</#if>
    uint16_t best = 0;
    for (uint32_t i = 0; i < ${labels}; i++) {
        ctx->logits[i] = logits[i];
        if (logits[i] > logits[best]) {
            best = (uint16_t)i;
        }
    }
    out->label = best;
    out->labels = ${model.loaded?then("(uint16_t)labels", labels)};
    out->logits = ctx->logits;
</#macro>
<#macro names>
<#list model.longLabels as text>
static const char ${text.name}[] = {${text.values}};

</#list>
const char *thimble_${model.name}_label(uint16_t label)
{
    static const char *const labels[THIMBLE_${model.macro}_LABELS] = {
<#list model.labels as label>
        ${label},
</#list>
    };
    return label < THIMBLE_${model.macro}_LABELS ? labels[label] : "";
}
</#macro>
