package dev.gantry.kube.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The generated table of structures: text, indexed by where each structure begins, and parsed
/// structure by structure as they are used.
final class StructureTable {
  private final String text;
  private final Map<String, ObjectType> types = new HashMap<>(2048);

  /// @param text as `SchemaGenerator` writes it
  StructureTable(String text) {
    this.text = text;
    int start = 0;
    while (start < text.length()) {
      int headEnd = text.indexOf('\n', start);
      int end = endOfFields(headEnd);
      int nameEnd = text.indexOf(' ', start);
      boolean marked = nameEnd >= 0 && nameEnd < headEnd;
      String name = text.substring(start, marked ? nameEnd : headEnd);
      int from = headEnd + 1;
      types.put(
          name, ObjectType.of(name, marked, () -> fields(from, end), () -> embedded(from, end)));
      start = end;
    }
  }

  /// The next line that does not begin with a space.
  private int endOfFields(int lineEnd) {
    int end = lineEnd;
    while (end + 1 < text.length() && text.charAt(end + 1) == ' ') {
      end = text.indexOf('\n', end + 1);
    }
    return end + 1;
  }

  Optional<ObjectType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  ObjectType get(String name) {
    ObjectType type = types.get(name);
    if (type == null) {
      throw new IllegalStateException("the table of structures has no " + name);
    }
    return type;
  }

  private List<Field> fields(int from, int end) {
    List<Field> fields = new ArrayList<>();
    for (String line : lines(from, end)) {
      if (!line.startsWith("~")) {
        fields.add(FieldLine.parse(line, this::get));
      }
    }
    return fields;
  }

  private Map<Integer, ObjectType> embedded(int from, int end) {
    Map<Integer, ObjectType> embedded = new TreeMap<>();
    for (String line : lines(from, end)) {
      if (line.startsWith("~")) {
        String[] words = line.split(" ", -1);
        embedded.put(Integer.parseInt(words[1]), get(words[2]));
      }
    }
    return embedded;
  }

  private List<String> lines(int from, int end) {
    List<String> lines = new ArrayList<>();
    for (int start = from; start < end; ) {
      int lineEnd = text.indexOf('\n', start);
      lines.add(text.substring(start + 1, lineEnd));
      start = lineEnd + 1;
    }
    return lines;
  }
}
