<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} uint32_t ${step.symbol}_widths[] = {<#list d.widths as width>${width}u<#sep>, </#list>};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>{
${indent}    const int8_t *const parts[] = {<#list step.inputs as input>${input.rows}<#sep>, </#list>};
${indent}    thimble_concat_s8(parts, ${step.symbol}_widths, ${d.widths?size}u, ${rows}, ${step.output.rows});
${indent}}</#macro>
