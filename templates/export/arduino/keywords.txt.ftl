thimble_result_t	KEYWORD1
<#list package.models as model>
thimble_${model.name}_t	KEYWORD1
thimble_${model.name}_init	KEYWORD2
thimble_${model.name}_classify	KEYWORD2
thimble_${model.name}_run	KEYWORD2
thimble_${model.name}_label	KEYWORD2
THIMBLE_${model.macro}_ARENA_BYTES	LITERAL1
</#list>
THIMBLE_OK	LITERAL1
