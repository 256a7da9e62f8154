<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_embedding_data ${step.symbol}_p = {${d.table}, ${d.factors}, ${d.width}u};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor><#local bits = step.output.bits><#if d.source == "segment">thimble_embedding_segment_s${bits}(&${step.symbol}_p, ids, ${d.padding}u, ${d.separator}u, ${first}, ${rows},
${indent}    ${step.output.rows});<#elseif d.source == "token">thimble_embedding_token_s${bits}(&${step.symbol}_p, ids, ${first}, ${rows},
${indent}    ${step.output.rows});<#else>thimble_embedding_position_s${bits}(&${step.symbol}_p, ${first}, ${rows}, ${step.output.rows});</#if></#macro>
