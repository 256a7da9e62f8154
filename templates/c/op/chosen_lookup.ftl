<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_chosen_lookup_data ${step.symbol}_p = {${d.table}, ${d.choice}, ${step.output.width}u};
</#macro>
<#macro call step first rows indent>thimble_chosen_lookup_s8(&${step.symbol}_p, ${step.inputs[0].rows}, ${rows}, ${step.output.rows});</#macro>
<#macro fits step><#local d = step.descriptor>thimble_chosen_lookup_fits(&${step.symbol}_p, ${d.functions}u)</#macro>
