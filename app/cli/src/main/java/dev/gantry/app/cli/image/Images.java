package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `gantry images`: lists images, one line for each name.
public final class Images implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] [REPOSITORY[:TAG]]", "List images")
        .aliases("image ls", "image list", "images")
        .args(Arity.atMost(1))
        .bool('a', "all", "Show all images (default hides intermediate images)")
        .bool("digests", "Show digests")
        .flag('f', "filter", FlagType.FILTER, Formats.FILTER)
        .string("format", Formats.TABLE)
        .bool("no-trunc", "Don't truncate output")
        .bool('q', "quiet", "Only show image IDs");
  }

  @Override
  public int run(Call call) throws IOException {
    Flags flags = call.flags();
    boolean quiet = flags.bool("quiet");
    boolean digests = flags.bool("digests");
    String format = flags.string("format");
    if (format.isEmpty() && !quiet) {
      format = call.cli().config().setting("imagesFormat");
    }
    String columns =
        quiet
            ? "{{.ID}}"
            : "{{.Repository}}\t{{.Tag}}"
                + (digests ? "\t{{.Digest}}" : "")
                + "\t{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}";
    boolean plain = quiet && Listing.isTable(format);
    Listing listing = Listing.of(plain ? columns : format, columns, ImageRow.titles());
    boolean showDigests = digests || format.contains(".Digest");
    List<Row> rows = new ArrayList<>();
    for (JsonObject image : list(call)) {
      rows.addAll(ImageRow.of(image, !flags.bool("no-trunc"), showDigests));
    }
    listing.print(rows, call.out());
    return 0;
  }

  private static List<JsonObject> list(Call call) throws IOException {
    Filters filters = Filters.of(call.flags().list("filter"));
    if (!call.args().isEmpty()) {
      filters.add("reference", call.arg(0));
    }
    ApiPath path =
        ApiPath.of("/images/json").flag("all", call.flags().bool("all")).filters(filters);
    return call.engine().get(path).json() instanceof List<?> list
        ? JsonObject.objects(list)
        : List.of();
  }
}
