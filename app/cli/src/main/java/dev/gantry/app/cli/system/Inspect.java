package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.InspectPrinter;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `gantry inspect`: everything known about objects of any kind.
///
/// Without `--type` a name is looked for among containers, images, networks, volumes and
/// plugins, in this order.
public final class Inspect implements Command {
  private static final Map<String, String> COLLECTIONS = new LinkedHashMap<>();

  static {
    COLLECTIONS.put("container", "/containers/");
    COLLECTIONS.put("image", "/images/");
    COLLECTIONS.put("network", "/networks/");
    COLLECTIONS.put("volume", "/volumes/");
    COLLECTIONS.put("service", "/services/");
    COLLECTIONS.put("task", "/tasks/");
    COLLECTIONS.put("node", "/nodes/");
    COLLECTIONS.put("plugin", "/plugins/");
    COLLECTIONS.put("secret", "/secrets/");
    COLLECTIONS.put("config", "/configs/");
  }

  private static final List<String> PROBED =
      List.of("container", "image", "network", "volume", "plugin");

  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] NAME|ID [NAME|ID...]", "Return low-level information on Docker objects")
        .args(Arity.atLeast(1))
        .string('f', "format", Formats.INSPECT)
        .bool('s', "size", "Display total file sizes if the type is container")
        .string("type", "Only inspect objects of the given type");
  }

  @Override
  public int run(Call call) throws IOException {
    String type = call.flags().string("type");
    if (call.flags().has("type") && type.isEmpty()) {
      throw ExitException.failure("type is empty: must be one of " + types());
    }
    if (!type.isEmpty() && !COLLECTIONS.containsKey(type)) {
      throw ExitException.failure("unknown type: \"" + type + "\": must be one of " + types());
    }
    boolean size = call.flags().bool("size");
    InspectPrinter printer = new InspectPrinter(call.flags().string("format"));
    return printer.print(
        call,
        call.args(),
        reference ->
            type.isEmpty()
                ? probe(call.engine(), reference, size)
                : fetch(call.engine(), type, reference, size));
  }

  private static String types() {
    return COLLECTIONS.keySet().stream()
        .sorted()
        .map(type -> "\"" + type + "\"")
        .collect(Collectors.joining(", "));
  }

  private static byte[] probe(EngineClient engine, String reference, boolean size)
      throws IOException {
    for (String type : PROBED) {
      try {
        return fetch(engine, type, reference, size);
      } catch (EngineException e) {
        boolean elsewhere = e.notFound() || (type.equals("plugin") && e.status() == 501);
        if (!elsewhere) {
          throw e;
        }
      }
    }
    throw ExitException.failure("Error: No such object: " + reference);
  }

  /// The raw description of one object.
  public static byte[] fetch(EngineClient engine, String type, String reference, boolean size)
      throws IOException {
    boolean json = List.of("container", "image", "plugin").contains(type);
    ApiPath path =
        ApiPath.of(String.valueOf(COLLECTIONS.get(type))).id(reference, json ? "/json" : "");
    path.flag("size", size && type.equals("container"));
    return engine.get(path).bytes();
  }
}
