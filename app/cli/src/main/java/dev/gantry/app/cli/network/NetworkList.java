package dev.gantry.app.cli.network;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Ids;
import dev.gantry.app.cli.format.Labels;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.NaturalOrder;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Row;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `gantry network ls`.
public final class NetworkList implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "List networks")
        .aliases("network ls", "network list")
        .args(Arity.none())
        .flag('f', "filter", FlagType.FILTER, "Provide filter values (e.g. \"driver=bridge\")")
        .string("format", Formats.TABLE)
        .bool("no-trunc", "Do not truncate the output")
        .bool('q', "quiet", "Only display network IDs");
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.flags().string("format");
    boolean quiet = call.flags().bool("quiet");
    if (format.isEmpty() && !quiet) {
      format = call.cli().config().setting("networksFormat");
    }
    boolean plain = quiet && Listing.isTable(format);
    Listing listing =
        Listing.of(
            plain ? "{{.ID}}" : format,
            "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}",
            Listing.titles(
                "ID",
                "NETWORK ID",
                "Name",
                "NAME",
                "Driver",
                "DRIVER",
                "Scope",
                "SCOPE",
                "IPv4",
                "IPV4",
                "IPv6",
                "IPV6",
                "Internal",
                "INTERNAL",
                "Labels",
                "LABELS",
                "CreatedAt",
                "CREATED AT"));
    List<Row> rows = new ArrayList<>();
    ApiPath path = ApiPath.of("/networks").filters(Filters.of(call.flags().list("filter")));
    if (call.engine().get(path).json() instanceof List<?> list) {
      List<JsonObject> networks = new ArrayList<>(JsonObject.objects(list));
      networks.sort(Comparator.comparing(network -> network.string("Name"), NaturalOrder.INSTANCE));
      networks.forEach(network -> rows.add(row(network, !call.flags().bool("no-trunc"))));
    }
    listing.print(rows, call.out());
    return 0;
  }

  private static Row row(JsonObject network, boolean truncate) {
    String id = network.string("Id");
    Map<String, String> labels = network.object("Labels").stringMap();
    return new Row("*network.networkContext")
        .with("ID", truncate ? Ids.truncate(id) : id)
        .with("Name", network.string("Name"))
        .with("Driver", network.string("Driver"))
        .with("Scope", network.string("Scope"))
        .with("IPv4", String.valueOf(network.bool("EnableIPv4")))
        .with("IPv6", String.valueOf(network.bool("EnableIPv6")))
        .with("Internal", String.valueOf(network.bool("Internal")))
        .with("Labels", Labels.join(labels))
        .later("CreatedAt", () -> created(network.string("Created")))
        .withLabels(labels);
  }

  /// Go prints the fraction without trailing zeros.
  private static String created(String moment) {
    if (moment.isEmpty()) {
      return "";
    }
    OffsetDateTime time = OffsetDateTime.parse(moment);
    String fraction = String.format("%09d", time.getNano()).replaceAll("0+$", "");
    String zone =
        time.getOffset().getTotalSeconds() == 0
            ? "+0000 UTC"
            : DateTimeFormatter.ofPattern("xx xx", Locale.ROOT).format(time);
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).format(time)
        + (fraction.isEmpty() ? "" : "." + fraction)
        + " "
        + zone;
  }
}
