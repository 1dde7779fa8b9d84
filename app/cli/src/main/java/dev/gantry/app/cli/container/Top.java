package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.TabWriter;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// `gantry top`: the processes of a container.
public final class Top implements Command {
  private static final int COLUMN = 20;
  private static final int GAP = 3;

  @Override
  public Spec spec() {
    return Spec.of("CONTAINER [ps OPTIONS]", "Display the running processes of a container")
        .aliases("container top", "top")
        .args(Arity.atLeast(1))
        .stopAtFirstArgument();
  }

  @Override
  public int run(Call call) throws IOException {
    List<String> options = call.args().subList(1, call.args().size());
    ApiPath path =
        ApiPath.of("/containers/")
            .id(call.arg(0), "/top")
            .queryUnlessEmpty("ps_args", String.join(" ", options));
    JsonObject top = call.engine().get(path).object();
    StringBuilder table = new StringBuilder();
    table.append(String.join("\t", top.strings("Titles"))).append('\n');
    for (Object process : top.array("Processes")) {
      if (process instanceof List<?> cells) {
        table.append(cells.stream().map(String::valueOf).collect(Collectors.joining("\t")));
        table.append('\n');
      }
    }
    call.out().print(TabWriter.align(table.toString(), COLUMN, GAP));
    return 0;
  }
}
