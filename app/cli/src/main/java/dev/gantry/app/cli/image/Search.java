package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Ids;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Row;
import dev.gantry.oci.spec.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// `gantry search`: images in a registry's index.
public final class Search implements Command {
  private static final int DESCRIPTION = 45;
  private static final int MOST = 100;

  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] TERM", "Search Docker Hub for images")
        .args(Arity.exactly(1))
        .flag('f', "filter", FlagType.FILTER, Formats.FILTER)
        .string("format", "Pretty-print search using a Go template")
        .integer("limit", "Max number of search results")
        .bool("no-trunc", "Don't truncate output");
  }

  @Override
  public int run(Call call) throws IOException {
    long limit = call.flags().integer("limit");
    if (limit < 0 || limit > MOST) {
      throw ExitException.failure("Limit " + limit + " is outside the range of [1, 100]");
    }
    ApiPath path =
        ApiPath.of("/images/search")
            .query("term", call.arg(0))
            .filters(Filters.of(call.flags().list("filter")));
    if (limit > 0) {
      path.query("limit", limit);
    }
    Listing listing =
        Listing.of(
            call.flags().string("format"),
            "{{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}",
            Listing.titles(
                "Name",
                "NAME",
                "Description",
                "DESCRIPTION",
                "StarCount",
                "STARS",
                "IsOfficial",
                "OFFICIAL",
                "IsAutomated",
                "AUTOMATED"));
    Map<String, String> auth = RegistryAuth.header(call, ImageReference.parse("search").tagged());
    List<Row> rows = new ArrayList<>();
    try (EngineClient.Response response = call.engine().get(path, auth)) {
      if (response.json() instanceof List<?> results) {
        List<JsonObject> found = new ArrayList<>(JsonObject.objects(results));
        found.sort(Comparator.comparingLong((JsonObject r) -> r.integer("star_count")).reversed());
        found.forEach(result -> rows.add(row(result, !call.flags().bool("no-trunc"))));
      }
    }
    listing.print(rows, call.out());
    return 0;
  }

  private static Row row(JsonObject result, boolean truncate) {
    String description = result.string("description").replace('\n', ' ').replace('\r', ' ');
    return new Row("*formatter.searchContext")
        .with("Name", result.string("name"))
        .with("Description", truncate ? Ids.ellipsis(description, DESCRIPTION) : description)
        .with("StarCount", String.valueOf(result.integer("star_count")))
        .with("IsOfficial", result.bool("is_official") ? "[OK]" : "")
        .with("IsAutomated", result.bool("is_automated") ? "[OK]" : "");
  }
}
