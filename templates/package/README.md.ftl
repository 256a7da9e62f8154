<#function n value><#return value?string(",##0")></#function>
<#assign first = models[0]>
<#assign arena = (models?size gt 1 && manifest.arenas() == "shared")?then(macro, first.macro)>
# ${manifest.name()}

${(models?size gt 1)?then(models?size + " text classifiers in C, which have their kernels in common", "A text classifier in C")}, for firmware: integers only, no allocation, no
operating system, nothing of the C library but `memcpy`, `memset` and `memmove`. The C is C99 and also C++11. Written by Thimble ${manifest.thimble()}; do not edit: the same model and the same options give the same bytes.

<#list models as model>
## ${model.name}

${model.manifest.source().architecture()} with ${n(model.manifest.source().parameters())} parameters, SHA-256 of its files
`${model.manifest.source().sha256()}`; texts of up to ${model.manifest.source().maxTokens()} tokens; ${model.manifest.source().labels()?size} labels:

<#list model.labels as label>
    ${label}
</#list>
<#if model.moreLabels gt 0>

and ${model.moreLabels} more, which report.json lists.
</#if>

</#list>
## Sizes

| | bytes | |
|---|---|---|
| flash without code | ${n(memory.flash())} | weights ${n(memory.weights())}, tables ${n(memory.tables())}, tokenizer ${n(memory.tokenizer())} |
| arena | ${n(memory.arena())} | the caller gives it |
| ${(models?size gt 1)?then("contexts", "context")} | ${n(memory.context())} | as on a 32-bit core |
<#if memory.trainer() gt 0>
| trainer | ${n(memory.trainer())} | while it trains |
</#if>

`report.json` has them by section and buffer, and after `thimble build` code and stack, too.

## Made with

    thimble compile --board ${manifest.board()} --budget ${manifest.budget()}<#if models?size gt 1> --arenas ${manifest.arenas()}</#if>
<#list models as model>
    ${model.name}: <#list model.manifest.options() as option>${option}<#sep> <#else>no options</#list>
</#list>

Kernel set `${manifest.kernels()}`, form `${manifest.form()}`. The kernels of any set compile for any core and compute the same bits; this set
is fast on that board's.

## Calling it

```c
#include <stdio.h>
#include <string.h>

#include "${manifest.name()}.h"

static union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_${arena}_ARENA_BYTES];
} arena;
static thimble_${first.name}_t model;

int main(void)
{
    const char *text = "a text";
    thimble_result_t result;
    int status = thimble_${first.name}_init(&model, arena.bytes, sizeof arena.bytes);
    if (status == THIMBLE_OK) {
        status = thimble_${first.name}_classify(&model, text, strlen(text), &result);
    }
    if (status != THIMBLE_OK) {
        return status;
    }
    puts(thimble_${first.name}_label(<#if first.loaded>&model, </#if>result.label));
    return 0;
}
```

One context and one arena serve one call at a time. `include/${first.name}.h` says everything else.
<#if first.loaded>
The model's data are in one image, linked with the code; `${first.name}_image.bin` is the same for
`thimble_${first.name}_open`, which takes any other image of this program.
</#if>
<#if manifest.form() == "updatable">
Whoever calls what takes updates (`include/thimble/store.h`) gives the six functions of `include/thimble/flash.h`.
</#if>

## Adding it

This folder, named OUT here, is a library of all these systems as it is. `verify` belongs to the verifier: no system
compiles what is in it.

**CMake**, also the SDK of the Raspberry Pi Pico:

    add_subdirectory(OUT)
    target_link_libraries(app PRIVATE thimble::${manifest.name()})

or in place of the first line, after `include(FetchContent)`,

    FetchContent_Declare(${manifest.name()} SOURCE_DIR OUT)
    FetchContent_MakeAvailable(${manifest.name()})

or `cmake -S OUT -B build && cmake --build build && cmake --install build --prefix P`, and then with P in
`CMAKE_PREFIX_PATH`:

    find_package(thimble_${manifest.name()} ${manifest.thimble()} REQUIRED)
    target_link_libraries(app PRIVATE thimble::${manifest.name()})

**ESP-IDF**: the folder goes to `components/thimble_${manifest.name()}`, or in the `idf_component.yml` of `main`:

    dependencies:
      thimble_${manifest.name()}:
        path: OUT

**Zephyr**: before `find_package(Zephyr)` in the application's CMakeLists.txt

    list(APPEND ZEPHYR_EXTRA_MODULES OUT)

and in prj.conf `CONFIG_THIMBLE_${macro}=y`.

**PlatformIO**: in platformio.ini

    lib_deps = symlink://OUT

**Any other**, as STM32CubeIDE, Keil and IAR: all of `src/*.c`, and `include` among the include paths. Several
packages in one project: as several libraries or as files of one; no name is there twice.

**Arduino, Rust, CMSIS-Pack**: `thimble export OUT --as arduino`, `rust` or `cmsis-pack`.

Weights, tables and tokenizer are in the sections `.thimble_weights`, `.thimble_tables` and `.thimble_tokenizer`, so that a
linker script can place them. Arduino, ESP-IDF and Zephyr have scripts of their own that know no such sections; there, and
where `THIMBLE_NO_SECTIONS` is defined, they are constants like others.

## Licence

The C that was copied or generated here is under the Apache License 2.0, whose text is in `LICENSE`. The numbers and
words in it that come from the model, `LicenseRef-Model` in the files that have some, are under the licence that the
model's owner gives.
