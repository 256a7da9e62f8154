<#macro descriptor step><#local d = step.descriptor>

/* ${step.value} */
static const thimble_term_data ${step.symbol}_terms[] = {
<#list d.terms as term>
    {${term.zeroPoint}, ${term.shift}u, ${term.multiplier}, ${term.bits}u},
</#list>
};
static const thimble_add_data ${step.symbol}_p = {${step.symbol}_terms, ${d.terms?size}u, ${d.zeroPoint}};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>{
${indent}    const void *const terms[] = {<#list step.inputs as input>${input.rows}<#sep>, </#list>};
${indent}    thimble_add_s${step.output.bits}(&${step.symbol}_p, terms, (size_t)${rows} * ${step.output.width}u,
${indent}        ${step.output.rows});
${indent}}</#macro>
