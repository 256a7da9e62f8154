<#import "../op/pool.ftl" as op>
<#macro descriptor step></#macro>
<#macro forward step>
    <@op.call step=step.inference() first="0" rows="1" indent="    "/>

</#macro>
<#macro backward step></#macro>
<#macro overlay step image></#macro>
