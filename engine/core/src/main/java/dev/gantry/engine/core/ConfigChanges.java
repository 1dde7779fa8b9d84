package dev.gantry.engine.core;

import dev.gantry.engine.network.ContainerPort;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.Healthcheck;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Applies the Dockerfile instructions of `import --change` and `commit --change` to what an image
/// says about its containers. Only instructions that change that and nothing else are allowed.
final class ConfigChanges {
  private static final List<String> SHELL = List.of("/bin/sh", "-c");

  private ConfigChanges() {}

  static ContainerDefaults apply(ContainerDefaults defaults, List<String> changes) {
    var result = defaults;
    boolean commandGiven = false;
    for (String change : changes) {
      for (String line : change.lines().map(String::strip).toList()) {
        if (!line.isEmpty()) {
          result = apply(result, line, commandGiven);
          commandGiven |= line.toUpperCase(Locale.ROOT).startsWith("CMD");
        }
      }
    }
    return result;
  }

  /// @param commandGiven whether an earlier change has set the command, which an entrypoint keeps
  ///     then; it drops the command it finds otherwise
  private static ContainerDefaults apply(
      ContainerDefaults defaults, String line, boolean commandGiven) {
    String[] parts = line.split("\\s+", 2);
    String instruction = parts[0].toUpperCase(Locale.ROOT);
    String rest = parts.length < 2 ? "" : parts[1].strip();
    if (rest.isEmpty()) {
      throw new InvalidArgumentException(instruction + " requires at least one argument");
    }
    var changed = defaults.toBuilder();
    switch (instruction) {
      case "CMD" -> changed.cmd(command(rest, defaults));
      case "ENTRYPOINT" -> {
        changed.entrypoint(command(rest, defaults));
        if (!commandGiven) {
          changed.cmd(List.of());
        }
      }
      case "ENV" -> changed.env(environment(defaults.env(), pairs(rest, instruction)));
      case "LABEL" -> {
        Map<String, String> labels = new LinkedHashMap<>(defaults.labels());
        labels.putAll(pairs(rest, instruction));
        changed.labels(labels);
      }
      case "EXPOSE" -> changed.exposedPorts(exposed(defaults.exposedPorts(), rest));
      case "USER" -> changed.user(rest);
      case "WORKDIR" ->
          changed.workingDir(rest.startsWith("/") ? rest : defaults.workingDir() + "/" + rest);
      case "VOLUME" -> {
        Set<String> volumes = new TreeSet<>(defaults.volumes());
        volumes.addAll(json(rest).orElseGet(() -> List.of(rest.split("\\s+"))));
        changed.volumes(volumes);
      }
      case "STOPSIGNAL" -> {
        Signals.parse(rest);
        changed.stopSignal(rest); // as it is written, as docker does
      }
      case "ONBUILD" -> {
        List<String> triggers = new ArrayList<>(defaults.onBuild());
        triggers.add(rest);
        changed.onBuild(triggers);
      }
      case "HEALTHCHECK" -> changed.healthcheck(Optional.of(healthcheck(rest)));
      default -> throw new InvalidArgumentException(instruction + " is not a valid change command");
    }
    return changed.build();
  }

  /// A JSON array of strings, or a line for the shell.
  private static List<String> command(String text, ContainerDefaults defaults) {
    return json(text)
        .orElseGet(
            () -> {
              List<String> shell =
                  new ArrayList<>(defaults.shell().isEmpty() ? SHELL : defaults.shell());
              shell.add(text);
              return shell;
            });
  }

  private static Optional<List<String>> json(String text) {
    if (!text.startsWith("[")) {
      return Optional.empty();
    }
    JsonNode tree;
    try {
      tree = Json.tree(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (InvalidArgumentException notJson) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    for (JsonNode node : tree) {
      if (!node.isString()) {
        return Optional.empty();
      }
      words.add(node.asString());
    }
    return Optional.of(words);
  }

  private static List<String> environment(List<String> old, Map<String, String> changes) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String entry : old) {
      int equals = entry.indexOf('=');
      variables.put(equals < 0 ? entry : entry.substring(0, equals), entry);
    }
    changes.forEach((key, value) -> variables.put(key, key + "=" + value));
    return List.copyOf(variables.values());
  }

  /// Reads `a=b c="d e"`, or the old form `a the rest`.
  private static Map<String, String> pairs(String text, String instruction) {
    Map<String, String> pairs = new LinkedHashMap<>();
    List<String> words = words(text);
    if (!words.getFirst().contains("=")) {
      String[] parts = text.split("\\s+", 2);
      if (parts.length < 2) {
        throw new InvalidArgumentException(instruction + " must have two arguments");
      }
      pairs.put(parts[0], parts[1]);
      return pairs;
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw new InvalidArgumentException(
            "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
      }
      pairs.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return pairs;
  }

  /// Words separated by blanks outside of quotes; quotes and backslashes are taken away.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && quote != '\'') {
        word.append(text.charAt(++i));
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static Set<String> exposed(Set<String> old, String text) {
    Set<String> ports = new TreeSet<>(old);
    for (String port : words(text)) {
      var range = PortRange.parse(port);
      for (int number = range.first(); number <= range.last(); number++) {
        ports.add(new ContainerPort(number, range.protocol()).toString());
      }
    }
    return ports;
  }

  private static Healthcheck healthcheck(String text) {
    var zero = java.time.Duration.ZERO;
    if (text.equalsIgnoreCase("NONE")) {
      return new Healthcheck(List.of("NONE"), zero, zero, zero, zero, 0);
    }
    if (!text.toUpperCase(Locale.ROOT).startsWith("CMD ")) {
      throw new InvalidArgumentException("HEALTHCHECK in a change takes NONE or CMD: " + text);
    }
    String command = text.substring(4).strip();
    List<String> test = new ArrayList<>();
    var words = json(command);
    test.add(words.isPresent() ? "CMD" : "CMD-SHELL");
    test.addAll(words.orElseGet(() -> List.of(command)));
    return new Healthcheck(test, zero, zero, zero, zero, 0);
  }
}
