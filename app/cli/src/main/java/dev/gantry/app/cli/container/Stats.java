package dev.gantry.app.cli.container;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `gantry stats`: what containers use, once or again and again.
public final class Stats implements Command {
  private static final String COLUMNS =
      "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}"
          + "\t{{.PIDs}}";
  private static final Duration REFRESH = Duration.ofMillis(500);

  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] [CONTAINER...]",
            "Display a live stream of container(s) resource usage statistics")
        .aliases("container stats", "stats")
        .bool('a', "all", "Show all containers (default shows just running)")
        .string("format", Formats.TABLE)
        .bool("no-stream", "Disable streaming stats and only pull the first result")
        .bool("no-trunc", "Do not truncate output");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String format = call.flags().find("format").orElse(call.cli().config().setting("statsFormat"));
    Listing listing = Listing.of(format, COLUMNS, Usage.titles());
    boolean once = call.flags().bool("no-stream");
    UsageWatch watch = UsageWatch.open(call.engine(), !once);
    if (call.args().isEmpty()) {
      watch.followAll(call.flags().bool("all"));
    } else {
      call.args().forEach(watch::follow);
    }
    watch.awaitFirst();
    Optional<String> failure = watch.failure();
    if (failure.isPresent()) {
      throw ExitException.failure(failure.get());
    }
    if (once) {
      print(call, listing, watch.readings());
      return 0;
    }
    while (!watch.allGone()) {
      call.out().print("\u001b[2J\u001b[H");
      print(call, listing, watch.readings());
      call.out().flush();
      watch.awaitChange(REFRESH);
    }
    return 0;
  }

  private static void print(Call call, Listing listing, List<Usage> readings) {
    boolean truncate = !call.flags().bool("no-trunc");
    listing.print(readings.stream().map(usage -> usage.row(truncate)).toList(), call.out());
  }
}
