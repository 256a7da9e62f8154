<#macro descriptor step storage indent></#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_lookup_s8(${d.table}, ${step.inputs[0].rows},
${indent}    (size_t)${rows} * ${step.output.width}u, ${step.output.rows});</#macro>
