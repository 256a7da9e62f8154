<#import "../op/add.ftl" as op>
<#macro descriptor step>
<@op.descriptor step=step.inference() storage="const" indent="    "/>
</#macro>
<#macro forward step>
    <@op.call step=step.inference() first="0" rows="1" indent="    "/>

</#macro>
<#macro backward step>
<#list step.back() as back>
    thimble_train_add(${step.gradient()}, ${step.width()}u, ${back});
</#list>
</#macro>
<#macro overlay step image></#macro>
