package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.Problem;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.frontend.files.Json;
import dev.thimble.frontend.files.ModelFile;
import java.nio.file.Path;

/** Reads a whole JSON file of the folder. */
final class JsonFile {
    private JsonFile() {}

    /** The file's value, named after the file; missing where the folder has no such file. */
    static JsonFields read(Path folder, ModelFile file) {
        String name = file.fileName();
        if (!file.isIn(folder)) {
            return new JsonFields(MissingNode.getInstance(), name);
        }
        Problem problem = file == ModelFile.CONFIG ? ModelProblem.CONFIG_NOT_JSON : TokenizerProblem.NOT_JSON;
        return new JsonFields(Json.object(file.read(folder), name, problem), name);
    }
}
