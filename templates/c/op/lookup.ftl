<#macro descriptor step></#macro>
<#macro call step first rows>thimble_lookup_s8(${step.descriptor.table}, ${step.inputs[0].rows}, (size_t)${rows} * ${step.output.width}u, ${step.output.rows});</#macro>
