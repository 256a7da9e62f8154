package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.backendc.Templates;
import dev.thimble.folder.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report as a page: report.json and two drawings, nothing that is not in the JSON. */
public final class ReportHtml {
    private final Installation installation;

    /** The report of a checkout's templates. */
    public ReportHtml(Installation installation) {
        this.installation = installation;
    }

    /** The page of a report. */
    public String render(ObjectNode report) {
        List<JsonNode> models = report.has("models") ? List.copyOf(elements(report.path("models"))) : List.of(report);
        return new Templates(installation)
                .render(
                        "report/report.html.ftl",
                        Map.of(
                                "report",
                                JsonValues.of(report),
                                "several",
                                report.has("models"),
                                "flash",
                                Drawing.flash(report.path("memory").path("flash")),
                                "models",
                                models.stream().map(ReportHtml::model).toList()));
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    /** What the page says of one model, and its drawings. */
    private static Map<String, Object> model(JsonNode model) {
        JsonNode memory = model.path("memory");
        return Map.of(
                "report",
                JsonValues.of(model),
                "ram",
                Drawing.ram(model.path("plan"), memory.path("ram").path("arena").asLong()),
                "tensors",
                Drawing.tensors(memory.path("flash"), model.path("constants")));
    }
}
