<#macro descriptor step storage indent></#macro>
<#macro call step first rows indent><#local d = step.descriptor>memcpy(${step.output.rows}, ${step.inputs[0].pointer}, ${step.output.width}u * sizeof *${step.output.pointer});</#macro>
