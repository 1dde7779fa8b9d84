package dev.gantry.app.cli.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Environment variables and labels from flags and from files of lines.
final class EnvFile {
  private EnvFile() {}

  /// Files first, flags after them. A name without a value takes ours, if we have one; in a
  /// file it is left out otherwise, on the command line it removes the variable from the
  /// container.
  static List<String> merge(List<String> files, List<String> flags, Map<String, String> ours)
      throws IOException {
    List<String> all = new ArrayList<>();
    for (String file : files) {
      for (String line : lines(file, "variable")) {
        if (line.indexOf('=') >= 0) {
          all.add(line);
        } else if (ours.containsKey(line)) {
          all.add(line + "=" + ours.get(line));
        }
      }
    }
    for (String flag : flags) {
      String value = flag.indexOf('=') < 0 ? ours.get(flag) : null;
      all.add(value == null ? flag : flag + "=" + value);
    }
    return all;
  }

  /// Labels as a map; a name without a value has an empty one.
  static Map<String, String> labels(List<String> files, List<String> flags) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    List<String> all = new ArrayList<>();
    for (String file : files) {
      all.addAll(lines(file, "label"));
    }
    all.addAll(flags);
    for (String label : all) {
      int equals = label.indexOf('=');
      checkLabel(label);
      labels.put(
          equals < 0 ? label : label.substring(0, equals),
          equals < 0 ? "" : label.substring(equals + 1));
    }
    return labels;
  }

  static void checkVariable(String variable) {
    if (variable.startsWith("=") || variable.isEmpty()) {
      throw new IllegalArgumentException("invalid environment variable: " + variable);
    }
  }

  static void checkLabel(String label) {
    if (label.startsWith("=") || label.isEmpty()) {
      throw new IllegalArgumentException("invalid label '" + label + "': empty name");
    }
  }

  private static List<String> lines(String file, String what) throws IOException {
    List<String> lines = new ArrayList<>();
    try {
      for (String raw : Files.readAllLines(Path.of(file))) {
        String line = raw.stripLeading();
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        String name = line.indexOf('=') < 0 ? line : line.substring(0, line.indexOf('='));
        if (name.isEmpty()) {
          throw new IllegalArgumentException("no variable name on line '" + raw + "'");
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
          throw new IllegalArgumentException(what + " '" + name + "' contains whitespaces");
        }
        lines.add(line);
      }
    } catch (NoSuchFileException _) {
      throw new IllegalArgumentException("open " + file + ": no such file or directory");
    }
    return lines;
  }
}
