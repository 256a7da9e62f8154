package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.backendc.Templates;
import dev.thimble.folder.Installation;
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
        JsonNode memory = report.path("memory");
        return new Templates(installation)
                .render(
                        "report/report.html.ftl",
                        Map.of(
                                "report",
                                Plain.of(report),
                                "ram",
                                Drawing.ram(
                                        report.path("plan"),
                                        memory.path("ram").path("arena").asLong()),
                                "flash",
                                Drawing.flash(memory.path("flash")),
                                "tensors",
                                Drawing.tensors(memory.path("flash"), report.path("constants"))));
    }
}
