<#import "../op/lookup.ftl" as op>
<#macro descriptor step></#macro>
<#macro forward step>
    <@op.call step=step.inference() first="0" rows="1" indent="    "/>

</#macro>
<#macro backward step>
    thimble_train_slope(${step.slope()}, ${step.input()}, ${step.width()}u, ${step.gradient()});
</#macro>
<#macro overlay step image></#macro>
