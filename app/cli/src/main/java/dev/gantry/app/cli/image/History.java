package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Ids;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Row;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// `gantry history`: the layers of an image and what made them.
public final class History implements Command {
  private static final int CREATED_BY = 45;
  private static final int COMMENT = 45;

  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] IMAGE", "Show the history of an image")
        .aliases("image history", "history")
        .args(Arity.exactly(1))
        .string("format", Formats.TABLE)
        .flag('H', "human", FlagType.BOOL, "true", "Print sizes and dates in human readable format")
        .bool("no-trunc", "Don't truncate output")
        .bool('q', "quiet", "Only show image IDs")
        .string(
            "platform",
            "Show history for the given platform. Formatted as \"os[/arch[/variant]]\" (e.g.,"
                + " \"linux/amd64\")");
  }

  @Override
  public int run(Call call) throws IOException {
    Flags flags = call.flags();
    boolean human = flags.bool("human");
    String columns =
        "{{.ID}}\t"
            + (human ? "{{.CreatedSince}}" : "{{.CreatedAt}}")
            + "\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";
    String format = flags.string("format");
    boolean quiet = flags.bool("quiet") && Listing.isTable(format);
    Listing listing =
        Listing.of(
            quiet ? "{{.ID}}" : format,
            columns,
            Listing.titles(
                "ID",
                "IMAGE",
                "CreatedSince",
                "CREATED",
                "CreatedAt",
                "CREATED AT",
                "CreatedBy",
                "CREATED BY",
                "Size",
                "SIZE",
                "Comment",
                "COMMENT"));
    String platform = Platforms.json(flags.string("platform"));
    ApiPath path =
        ApiPath.of("/images/").id(call.arg(0), "/history").queryUnlessEmpty("platform", platform);
    List<Row> rows = new ArrayList<>();
    if (call.engine().get(path).json() instanceof List<?> layers) {
      for (JsonObject layer : JsonObject.objects(layers)) {
        rows.add(row(layer, human, !flags.bool("no-trunc")));
      }
    }
    listing.print(rows, call.out());
    return 0;
  }

  private static Row row(JsonObject layer, boolean human, boolean truncate) {
    Instant created = Instant.ofEpochSecond(layer.integer("Created"));
    String id = layer.string("Id");
    String by = layer.string("CreatedBy").replace('\t', ' ');
    String comment = layer.string("Comment");
    long size = layer.integer("Size");
    return new Row("*formatter.historyContext")
        .with("ID", truncate ? Ids.truncate(id) : id)
        .with("CreatedSince", Units.ago(created))
        .later(
            "CreatedAt",
            () ->
                created
                    .atZone(ZoneId.systemDefault())
                    .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
        .with("CreatedBy", truncate ? Ids.ellipsis(by, CREATED_BY) : by)
        .with("Size", human ? Units.size(size, 3) : String.valueOf(size))
        .with("Comment", truncate ? Ids.ellipsis(comment, COMMENT) : comment);
  }
}
