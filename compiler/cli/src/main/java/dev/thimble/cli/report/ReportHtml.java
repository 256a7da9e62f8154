package dev.thimble.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.backendc.Templates;
import dev.thimble.cli.pipeline.OutFolder;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The report as a page: report.json and two drawings, nothing that is not in the JSON. */
public final class ReportHtml {
    private final Path root;

    /** The report of a checkout's templates. */
    public ReportHtml(Path root) {
        this.root = root;
    }

    /** Writes report.html beside report.json; its path. */
    public Path write(OutFolder out) {
        Path page = out.folder().resolve("report.html");
        try {
            Files.writeString(page, render(out.report()));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", out.folder(), e.toString()), e);
        }
        return page;
    }

    /** The page of a report. */
    public String render(ObjectNode report) {
        JsonNode memory = report.path("memory");
        return new Templates(root)
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
