package dev.gantry.app.daemon;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Reads a [DaemonConfig] from command line and configuration file, with dockerd's names. The same
/// option in both is refused, as dockerd does, because nobody could tell which one counts.
final class DaemonOptions {
  private static final Set<String> FLAGS = Set.of("tls", "tlsverify", "live-restore", "debug");
  private static final Set<String> SINGLE =
      Set.of(
          "data-root",
          "exec-root",
          "pidfile",
          "bridge",
          "bip",
          "group",
          "mtu",
          "tlscacert",
          "tlscert",
          "tlskey",
          "default-runtime",
          "kube-listen",
          "kubeconfig",
          "cluster-store",
          "log-level",
          "config-file");
  private static final Set<String> REPEATED =
      Set.of("host", "default-address-pool", "dns", "insecure-registry", "registry-mirror");

  /// The names that differ in the configuration file.
  private static final Map<String, String> IN_FILE =
      Map.of(
          "hosts", "host",
          "default-address-pools", "default-address-pool",
          "insecure-registries", "insecure-registry",
          "registry-mirrors", "registry-mirror");

  private final Map<String, List<String>> values = new TreeMap<>();

  private DaemonOptions() {}

  static DaemonConfig parse(List<String> arguments) {
    var options = new DaemonOptions();
    options.readArguments(arguments);
    options.readFile();
    return options.config();
  }

  private void readArguments(List<String> arguments) {
    var rest = new java.util.ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.removeFirst();
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      String option = optionName(name);
      if (FLAGS.contains(option)) {
        add(option, equals < 0 ? "true" : argument.substring(equals + 1));
      } else if (equals >= 0) {
        add(option, argument.substring(equals + 1));
      } else if (rest.isEmpty()) {
        throw new InvalidArgumentException("flag needs an argument: " + name);
      } else {
        add(option, rest.removeFirst());
      }
    }
  }

  private static String optionName(String flag) {
    String name =
        switch (flag) {
          case "-H" -> "host";
          case "-D" -> "debug";
          case "-l" -> "log-level";
          case "-p" -> "pidfile";
          case "-b" -> "bridge";
          case "-G" -> "group";
          default -> flag.startsWith("--") ? flag.substring(2) : "";
        };
    requireKnown(name, flag);
    return name;
  }

  private static void requireKnown(String name, String asGiven) {
    List<String> known = new ArrayList<>(FLAGS);
    known.addAll(SINGLE);
    known.addAll(REPEATED);
    if (!known.contains(name)) {
      String nearest =
          known.stream().min(Comparator.comparingInt(k -> distance(k, name))).orElse("");
      throw new InvalidArgumentException(
          "unknown option: " + asGiven + " (did you mean --" + nearest + "?)");
    }
  }

  private void readFile() {
    boolean chosen = values.containsKey("config-file");
    Path file = one("config-file").map(Path::of).orElse(DaemonConfig.DEFAULT_CONFIG_FILE);
    JsonNode tree;
    try {
      tree = Json.tree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      if (chosen) {
        throw new InvalidArgumentException("configuration file " + file + " does not exist", e);
      }
      return;
    } catch (IOException e) {
      throw new InvalidArgumentException("read configuration file " + file + ": " + e, e);
    }
    if (!tree.isObject()) {
      throw new InvalidArgumentException("configuration file " + file + " is no JSON object");
    }
    Map<String, List<String>> fromFile = new HashMap<>();
    for (var entry : tree.properties()) {
      String name = IN_FILE.getOrDefault(entry.getKey(), entry.getKey());
      requireKnown(name, entry.getKey() + " in " + file);
      fromFile.put(name, texts(entry.getValue()));
    }
    for (var entry : fromFile.entrySet()) {
      if (values.containsKey(entry.getKey())) {
        throw new InvalidArgumentException(
            "the option " + entry.getKey() + " is given both on the command line and in " + file);
      }
      if (!entry.getValue().isEmpty()) {
        values.put(entry.getKey(), entry.getValue());
      }
    }
  }

  private static List<String> texts(JsonNode node) {
    if (!node.isArray()) {
      return List.of(node.asString());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      texts.add(
          element.isObject()
              ? "base=" + element.path("base").asString() + ",size=" + element.path("size").asInt()
              : element.asString());
    }
    return texts;
  }

  private void add(String option, String value) {
    List<String> all = values.computeIfAbsent(option, _ -> new ArrayList<>());
    if (!all.isEmpty() && !REPEATED.contains(option)) {
      all.clear();
    }
    all.add(value);
  }

  private Optional<String> one(String option) {
    return Optional.ofNullable(values.get(option)).map(List::getLast);
  }

  private List<String> all(String option) {
    return values.getOrDefault(option, List.of());
  }

  private boolean flag(String option) {
    return one(option).map(Boolean::parseBoolean).orElse(false);
  }

  private DaemonConfig config() {
    if (one("live-restore").map("false"::equals).orElse(false)) {
      throw new InvalidArgumentException(
          "--live-restore=false is not supported: containers always outlive the daemon");
    }
    Path dataRoot = Path.of(one("data-root").orElse("/var/lib/gantry"));
    Path execRoot = Path.of(one("exec-root").orElse("/run/gantry"));
    List<String> hosts = all("host");
    return new DaemonConfig(
        dataRoot,
        execRoot,
        hosts.isEmpty() ? List.of("unix:///run/gantry/docker.sock") : hosts,
        one("group"),
        one("pidfile").map(Path::of),
        one("bridge").orElse("gantry0"),
        one("bip"),
        all("default-address-pool"),
        one("mtu").map(DaemonOptions::number),
        all("dns"),
        all("insecure-registry"),
        all("registry-mirror"),
        new DaemonConfig.TlsFiles(
            flag("tls") || flag("tlsverify"),
            flag("tlsverify"),
            one("tlscacert").map(Path::of),
            one("tlscert").map(Path::of),
            one("tlskey").map(Path::of)),
        one("default-runtime").orElse("crun"),
        ClusterConfig.of(
            dataRoot, one("kube-listen"), one("kubeconfig").map(Path::of), one("cluster-store")),
        flag("debug") ? "debug" : one("log-level").orElse("info"));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException("not a number: " + text, e);
    }
  }

  /// How many edits lead from one name to the other.
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? diagonal : diagonal + 1;
        row[j] = Math.min(same, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
