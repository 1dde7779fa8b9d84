package dev.gantry.app.cli.command;

import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What all `prune` verbs share: the question, the filters, the report.
public final class Prune {
  private Prune() {}

  public static Spec flags(Spec spec, String example) {
    return spec.args(Arity.none())
        .flag("filter", FlagType.FILTER, "Provide filter values (e.g. \"" + example + "\")")
        .bool('f', "force", "Do not prompt for confirmation");
  }

  /// The filters given, after those of the configuration file.
  public static Filters filters(Call call) {
    List<String> all = new ArrayList<>(call.cli().config().content().strings("pruneFilters"));
    all.addAll(call.flags().list("filter"));
    return Filters.of(all);
  }

  /// Asks unless forced; anything but yes means no.
  public static boolean confirmed(Call call, String warning) throws IOException {
    return call.flags().bool("force")
        || confirmed(call, warning + "\n", "Are you sure you want to continue?");
  }

  /// Asks a question with a warning in front of it.
  public static boolean confirmed(Call call, String warning, String question) throws IOException {
    call.out().print(warning + question + " [y/N] ");
    call.out().flush();
    String answer = readLine(call.cli().in());
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  /// The names of what went, under a title, if anything did.
  public static void report(Call call, String title, List<String> deleted) {
    if (!deleted.isEmpty()) {
      call.out().println(title);
      deleted.forEach(call.out()::println);
      call.out().println();
    }
  }

  public static void reclaimed(Call call, long bytes) {
    call.out().println("Total reclaimed space: " + Units.size(bytes));
  }
}
