package dev.gantry.app.cli.volume;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.NaturalOrder;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `gantry volume ls`.
public final class VolumeList implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "List volumes")
        .aliases("volume ls", "volume list")
        .args(Arity.none())
        .flag('f', "filter", FlagType.FILTER, "Provide filter values (e.g. \"dangling=true\")")
        .string("format", Formats.TABLE)
        .bool('q', "quiet", "Only display volume names");
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.flags().string("format");
    boolean quiet = call.flags().bool("quiet");
    if (format.isEmpty() && !quiet) {
      format = call.cli().config().setting("volumesFormat");
    }
    boolean plain = quiet && Listing.isTable(format);
    Listing listing =
        Listing.of(plain ? "{{.Name}}" : format, "{{.Driver}}\t{{.Name}}", VolumeRow.titles());
    ApiPath path = ApiPath.of("/volumes").filters(Filters.of(call.flags().list("filter")));
    List<JsonObject> volumes = new ArrayList<>(call.engine().get(path).object().objects("Volumes"));
    volumes.sort(Comparator.comparing(volume -> volume.string("Name"), NaturalOrder.INSTANCE));
    listing.print(volumes.stream().map(VolumeRow::of).toList(), call.out());
    return 0;
  }
}
