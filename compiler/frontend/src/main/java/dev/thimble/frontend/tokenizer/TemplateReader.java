package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.tokenizer.postprocess.Template;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code post_processor} of tokenizer.json; only its form for a single text counts. */
final class TemplateReader {
    private final List<Integer> before = new ArrayList<>();
    private final List<Integer> after = new ArrayList<>();
    private boolean seenText;

    private TemplateReader() {}

    static Template read(JsonFields postProcessor) {
        if (postProcessor.isNull()) {
            return new Template(List.of(), List.of());
        }
        JsonFields type = postProcessor.object().get("type");
        return switch (type.text()) {
            case "TemplateProcessing" -> new TemplateReader().template(postProcessor);
            case "BertProcessing", "RobertaProcessing" -> around(postProcessor);
            default -> {
                type.refuseUnless(false, "post-processor");
                throw new IllegalStateException();
            }
        };
    }

    private static Template around(JsonFields processor) {
        processor.object("type", "sep", "cls", "trim_offsets", "add_prefix_space");
        return new Template(List.of(idOf(processor.get("cls"))), List.of(idOf(processor.get("sep"))));
    }

    private static int idOf(JsonFields pair) {
        List<JsonFields> members = pair.list();
        if (members.size() != 2) {
            throw expected(pair, "a token and its id");
        }
        return id(members.get(1));
    }

    private static int id(JsonFields field) {
        int id = field.count();
        if (id > Vocabulary.LARGEST_ID) {
            throw new ThimbleException(TokenizerProblem.BAD_ID.at(field.where(), "special", id));
        }
        return id;
    }

    private Template template(JsonFields processor) {
        processor.object("type", "single", "pair", "special_tokens");
        JsonFields single = processor.get("single");
        single.list().forEach(piece -> add(piece, processor.get("special_tokens")));
        if (!seenText) {
            throw expected(single, "one Sequence A");
        }
        return new Template(before, after);
    }

    private void add(JsonFields piece, JsonFields specialTokens) {
        piece.object("Sequence", "SpecialToken");
        JsonFields sequence = piece.get("Sequence");
        JsonFields body = sequence.isNull() ? piece.get("SpecialToken").object() : sequence.object();
        JsonFields typeId = body.get("type_id");
        typeId.refuseUnless(typeId.isNull() || typeId.count() == 0, "segment of a single text");
        if (sequence.isNull()) {
            addSpecial(specialTokens.object().get(body.get("id").text()));
        } else {
            body.get("id").refuseUnless(!seenText && body.get("id").text().equals("A"), "sequence");
            seenText = true;
        }
    }

    private void addSpecial(JsonFields special) {
        special.object().get("ids").list().forEach(id -> (seenText ? after : before).add(id(id)));
    }

    private static ThimbleException expected(JsonFields field, String what) {
        return new ThimbleException(TokenizerProblem.BAD_FIELD.at(field.where(), what));
    }
}
