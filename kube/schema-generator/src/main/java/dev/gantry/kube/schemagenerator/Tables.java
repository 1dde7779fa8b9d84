package dev.gantry.kube.schemagenerator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What we say of fields ourselves because the jars do not: `tables/*.txt`.
///
/// ```
/// core.v1.PodSpec
///   containers map=name patch=merge:name
/// core.v1.ObjectReference atomic
/// ```
final class Tables {
  /// How the tables shorten the names of definitions.
  private static final Map<String, String> PREFIXES =
      Map.of(
          "meta.v1.", "io.k8s.apimachinery.pkg.apis.meta.v1.",
          "apiextensions.v1.", "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.");

  /// The place of marks that are about a type itself.
  static final String WHOLE = "";

  private final Map<String, Map<String, String>> marks = new HashMap<>();

  Tables(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        read(Files.readAllLines(file));
      }
    }
  }

  private void read(List<String> lines) {
    Map<String, String> type = Map.of();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        String[] words = line.strip().split(" +", 2);
        type = marks.computeIfAbsent(definition(words[0]), _ -> new LinkedHashMap<>());
        if (words.length > 1) {
          type.put(WHOLE, words[1]);
        }
        continue;
      }
      String[] words = line.strip().split(" +", 2);
      type.merge(words[0], words[1], (before, more) -> before + " " + more);
    }
  }

  private static String definition(String shortened) {
    for (var prefix : PREFIXES.entrySet()) {
      if (shortened.startsWith(prefix.getKey())) {
        return prefix.getValue() + shortened.substring(prefix.getKey().length());
      }
    }
    return "io.k8s.api." + shortened;
  }

  /// The marks of a field, with a space before each; each can be taken once.
  String take(String type, String field) {
    Map<String, String> fields = marks.get(type);
    String found = fields == null ? null : fields.remove(field);
    return found == null ? "" : " " + found;
  }

  /// @throws IllegalStateException when marks are left that no field has taken
  void requireAllTaken() {
    marks.forEach(
        (type, fields) -> {
          if (!fields.isEmpty()) {
            throw new IllegalStateException(
                "tables name fields that %s does not have: %s".formatted(type, fields.keySet()));
          }
        });
  }
}
