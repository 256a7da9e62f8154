<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_packed_embedding_data ${step.symbol}_p = {${d.table}, ${d.factors}, ${d.blocks}, ${d.width}u};
</#macro>
<#macro call step first rows indent>thimble_packed_embedding_s${step.output.bits}(&${step.symbol}_p, ids, ${first}, ${rows}, ${step.output.rows});</#macro>
<#macro fits step><#local d = step.descriptor>thimble_packed_embedding_fits(&${step.symbol}_p, ${d.entries}u, (uint32_t)sizeof ${d.table})</#macro>
