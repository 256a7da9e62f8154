<#macro descriptor step><#local d = step.descriptor>

/* ${step.value} */
static const thimble_embedding_t ${step.symbol}_p = {${d.table}, ${d.width}u};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor><#if d.source == "segment">thimble_embedding_segment(&${step.symbol}_p, ids, ${d.padding}u, ${d.separator}u, ${first}, ${rows},
${indent}    ${step.output.rows});<#elseif d.source == "token">thimble_embedding_token(&${step.symbol}_p, ids, ${first}, ${rows}, ${step.output.rows});<#else>thimble_embedding_position(&${step.symbol}_p, ${first}, ${rows}, ${step.output.rows});</#if></#macro>
