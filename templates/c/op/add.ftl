<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_term_data ${step.symbol}_terms[] = {
<#list d.terms as term>
${indent}    {
${indent}        ${term.zeroPoint}, /* zero_point */
${indent}        ${term.shift}, /* shift */
${indent}        ${term.multiplier}, /* multiplier */
${indent}        ${term.bits}u, /* bits */
${indent}    },
</#list>
${indent}};
${indent}${storage} thimble_add_data ${step.symbol}_p = {${step.symbol}_terms, ${d.terms?size}u, ${d.zeroPoint}};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>{
${indent}    const void *const terms[] = {<#list step.inputs as input>${input.rows}<#sep>, </#list>};
${indent}    thimble_add_s${step.output.bits}(&${step.symbol}_p, terms, (size_t)${rows} * ${step.output.width}u,
${indent}        ${step.output.rows});
${indent}}</#macro>
