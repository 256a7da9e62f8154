<#import "common.ftl" as common>
<#import "../op/norm.ftl" as op>
<#macro descriptor step>
<@op.descriptor step=step.inference() storage="const" indent="    "/>
    const thimble_train_norm_data ${step.inference().symbol()}_training = {
        <@common.scaling step.gain()/>,
        <@common.scaling step.deviation()/>,
    };
</#macro>
<#macro forward step>
    <@op.call step=step.inference() first="0" rows="1" indent="    "/>

</#macro>
<#macro backward step>
    thimble_train_norm(&${step.inference().symbol()}_p, &${step.inference().symbol()}_training, ${step.input()}, ${step.gradient()});
</#macro>
<#macro overlay step image></#macro>
