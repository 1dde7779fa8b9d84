package dev.gantry.app.cli.container;

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

/// `gantry ps`: lists containers.
public final class Ps implements Command {
  private static final String COLUMNS =
      "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "List containers")
        .aliases("container ls", "container list", "container ps", "ps")
        .args(Arity.none())
        .bool('a', "all", "Show all containers (default shows just running)")
        .flag('f', "filter", FlagType.FILTER, Formats.FILTER)
        .string("format", Formats.TABLE)
        .flag(
            'n', "last", FlagType.INT, "-1", "Show n last created containers (includes all states)")
        .bool('l', "latest", "Show the latest created container (includes all states)")
        .bool("no-trunc", "Don't truncate output")
        .bool('q', "quiet", "Only display container IDs")
        .bool('s', "size", "Display total file sizes");
  }

  @Override
  public int run(Call call) throws IOException {
    Flags flags = call.flags();
    boolean quiet = flags.bool("quiet");
    String format = flags.string("format");
    if (format.isEmpty() && !quiet) {
      format = call.cli().config().setting("psFormat");
    } else if (!format.isEmpty() && quiet) {
      call.err()
          .println("WARNING: Ignoring custom format, because both --format and --quiet are set.");
      format = "";
    }
    boolean size = flags.bool("size");
    String columns = quiet ? "{{.ID}}" : size ? COLUMNS + "\t{{.Size}}" : COLUMNS;
    String chosen = quiet ? columns : format;
    Listing listing = Listing.of(chosen, columns, ContainerRow.titles());
    // Sizes take the engine long; docker leaves them out of "json" though not of "{{json .}}".
    boolean measured = size || (!chosen.equals("json") && listing.asksFor("Size"));
    List<Row> rows = new ArrayList<>();
    for (JsonObject container : list(call, measured)) {
      rows.add(ContainerRow.of(container, !flags.bool("no-trunc")));
    }
    listing.print(rows, call.out());
    return 0;
  }

  private static List<JsonObject> list(Call call, boolean size) throws IOException {
    Flags flags = call.flags();
    long last = flags.integer("last");
    if (flags.bool("latest") && last < 0) {
      last = 1;
    }
    ApiPath path =
        ApiPath.of("/containers/json")
            .flag("all", flags.bool("all"))
            .flag("size", size)
            .filters(Filters.of(flags.list("filter")));
    if (last > 0) {
      path.query("limit", last);
    }
    Object answer = call.engine().get(path).json();
    return answer instanceof List<?> list ? JsonObject.objects(list) : List.of();
  }
}
