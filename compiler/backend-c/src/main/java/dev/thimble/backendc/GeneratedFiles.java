package dev.thimble.backendc;

import dev.thimble.backendc.model.CModel;
import dev.thimble.backendc.model.CModels;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.folder.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The texts of a package that come from templates. */
record GeneratedFiles(Templates templates, CModel model, TokenizerTables tokenizer) {

    /** The public header. */
    String header() {
        return templates.render("c/model.h.ftl", Map.of("model", model, "version", Version.NUMBER));
    }

    /** The public header of its trainer, where it has one. */
    Optional<String> trainerHeader() {
        return model.trainer()
                .map(trainer -> templates.render("c/trainer.h.ftl", Map.of("model", model, "trainer", trainer)));
    }

    /** The model's own sources and private headers by name, each after those that it includes. */
    Map<String, String> sources() {
        Map<String, Object> values = Map.of("model", model, "definitions", ConstantWriter.structures(model));
        Map<String, String> texts = new LinkedHashMap<>();
        for (String file : new String[] {"constants.h", "constants.c"}) {
            texts.put(model.name() + "_" + file, templates.render("c/" + file + ".ftl", values));
        }
        if (!model.isLoaded()) {
            Map<String, String> tokenizerFiles = TokenizerFiles.render(templates, tokenizer);
            for (String file : new String[] {"_tokenizer.h", "_tokenizer.c"}) {
                texts.put(model.name() + file, tokenizerFiles.get(model.name() + file));
            }
        }
        texts.put(model.name() + "_model.c", templates.render("c/model.c.ftl", values));
        model.trainer()
                .ifPresent(trainer -> texts.put(
                        model.name() + "_trainer.c",
                        templates.render("c/trainer.c.ftl", Map.of("model", model, "trainer", trainer))));
        return texts;
    }

    /** What makes everything static that follows in a single file. */
    String head() {
        return templates.render("c/single.c.ftl", Map.of("model", model));
    }

    /** The private header with the names that kernels have in object files. */
    String symbols(SharedSymbols symbols) {
        return templates.render("c/symbols.h.ftl", Map.of("symbols", symbols.names()));
    }

    /** The models of a package behind the line protocol. */
    String application(CModels all) {
        return templates.render("c/app.c.ftl", Map.of("package", all));
    }

    /** The public header of a package with several models. */
    String commonHeader(CModels all) {
        return templates.render("c/models.h.ftl", Map.of("package", all, "version", Version.NUMBER));
    }

    /** A project that compiles the sources of a package. */
    String project(String template, CModels all, List<String> sources) {
        return templates.render(template, Map.of("package", all, "sources", sources, "version", Version.NUMBER));
    }
}
