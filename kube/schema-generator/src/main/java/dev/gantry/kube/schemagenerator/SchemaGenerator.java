package dev.gantry.kube.schemagenerator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Writes `structure.txt` and `descriptions.txt`, the data behind `kube/schema`.
///
/// A structure is a line with its name, then a line a field, one space in:
/// `name number type marks…`. A field that protobuf nests and JSON does not is `~ number type`.
/// Descriptions have the same shape: a name, a tab, the prose.
public final class SchemaGenerator {
  private SchemaGenerator() {}

  /// Writes both files.
  ///
  /// @param args the directory of our own tables, then the directory to write to
  public static void main(String[] args) throws IOException {
    Path tables = Path.of(args[0]);
    Path output = Path.of(args[1]);
    Files.createDirectories(output);
    StringBuilder structure = new StringBuilder(300_000);
    StringBuilder descriptions = new StringBuilder(700_000);
    Tables marks = new Tables(tables);
    new Messages()
        .all().values().stream()
            .filter(message -> !FieldLine.isValue(message))
            .map(Structure::of)
            .forEach(
                found -> {
                  write(found, marks, structure);
                  describe(found, descriptions);
                });
    marks.requireAllTaken();
    appendOwnTypes(tables.resolve("types"), structure);
    Files.writeString(output.resolve("structure.txt"), structure);
    Files.writeString(output.resolve("descriptions.txt"), descriptions);
  }

  private static void write(Structure found, Tables marks, StringBuilder out) {
    out.append(found.name()).append(marks.take(found.name(), Tables.WHOLE)).append('\n');
    found
        .fields()
        .forEach(
            (name, field) ->
                out.append(' ')
                    .append(name)
                    .append(' ')
                    .append(field.number())
                    .append(' ')
                    .append(field.type())
                    .append(field.required() ? " required" : "")
                    .append(marks.take(found.name(), name))
                    .append('\n'));
    for (Structure.Embedded embedded : found.embedded()) {
      out.append(" ~ %d %s\n".formatted(embedded.number(), embedded.type()));
    }
  }

  private static void describe(Structure found, StringBuilder out) {
    if (found.model().isEmpty()) {
      return;
    }
    JsonModel model = found.model().get();
    out.append(found.name()).append('\t').append(oneLine(model.description())).append('\n');
    model
        .properties()
        .forEach(
            (name, property) ->
                out.append(' ')
                    .append(name)
                    .append('\t')
                    .append(oneLine(property.description()))
                    .append('\n'));
  }

  private static String oneLine(String prose) {
    return prose.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
  }

  /// Groups that upstream's Java clients have no messages of.
  private static void appendOwnTypes(Path directory, StringBuilder out) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          if (!line.isBlank() && !line.startsWith("#")) {
            out.append(line).append('\n');
          }
        }
      }
    }
  }
}
