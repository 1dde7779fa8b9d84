package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `gantry port`: where a container's ports are to be reached.
public final class Port implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "CONTAINER [PRIVATE_PORT[/PROTO]]",
            "List port mappings or a specific mapping for the container")
        .aliases("container port", "port")
        .args(Arity.between(1, 2));
  }

  @Override
  public int run(Call call) throws IOException {
    String name = call.arg(0);
    JsonObject ports =
        call.engine()
            .get(ApiPath.of("/containers/").id(name, "/json"))
            .object()
            .object("NetworkSettings")
            .object("Ports");
    List<String> lines = new ArrayList<>();
    if (call.args().size() == 1) {
      for (String port : ports.fields().keySet()) {
        bindings(ports, port).forEach(binding -> lines.add(port + " -> " + binding));
      }
      lines.sort(Comparator.comparingInt(Port::number).thenComparing(Comparator.naturalOrder()));
    } else {
      String wanted = call.arg(1);
      int slash = wanted.indexOf('/');
      String number = slash < 0 ? wanted : wanted.substring(0, slash);
      if (!number.matches("[0-9]{1,5}")) {
        throw ExitException.failure(
            "Error: invalid port ("
                + number
                + "): strconv.ParseUint: parsing \""
                + number
                + "\": invalid syntax");
      }
      lines.addAll(bindings(ports, slash < 0 ? number + "/tcp" : wanted));
      if (lines.isEmpty()) {
        throw ExitException.failure("Error: No public port '" + wanted + "' published for " + name);
      }
    }
    lines.forEach(call.out()::println);
    return 0;
  }

  private static List<String> bindings(JsonObject ports, String port) {
    return ports.objects(port).stream()
        .map(binding -> PortsColumn.join(binding.string("HostIp"), binding.string("HostPort")))
        .toList();
  }

  private static int number(String line) {
    return Integer.parseInt(line.substring(0, line.indexOf('/')));
  }
}
