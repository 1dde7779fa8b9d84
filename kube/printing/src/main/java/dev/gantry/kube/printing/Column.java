package dev.gantry.kube.printing;

import dev.gantry.kube.objects.KubeObject;
import java.time.Instant;

/// A column of a table.
///
/// @param type `string`, `integer`, `boolean`
/// @param format `name` for the column that names the object, else empty
/// @param wide whether it is only shown with `-o wide`
public record Column(
    String name, String type, String format, String description, boolean wide, Cell cell) {

  /// What a column says about an object: a text, a number or a truth value.
  @FunctionalInterface
  public interface Cell {
    Object of(KubeObject object, Instant now);
  }

  /// A cell that does not depend on the time.
  @FunctionalInterface
  interface Text {
    Object of(KubeObject object);
  }

  static final Column NAME =
      new Column(
          "Name",
          "string",
          "name",
          "Name of the object, unique among its kind and, for most kinds, in its namespace.",
          false,
          (object, _) -> object.name());

  static final Column AGE =
      new Column(
          "Age",
          "string",
          "",
          "Time since the object was created.",
          false,
          (object, now) -> Ages.since(object.creationTimestamp(), now));

  static final Column CREATED_AT =
      new Column(
          "Created At",
          "date",
          "",
          "Time at which the object was created.",
          false,
          (object, _) -> object.creationTimestamp());

  static Column text(String name, String description, Text cell) {
    return new Column(name, "string", "", description, false, (object, _) -> cell.of(object));
  }

  static Column number(String name, String description, Text cell) {
    return new Column(name, "integer", "", description, false, (object, _) -> cell.of(object));
  }

  static Column timed(String name, String description, Cell cell) {
    return new Column(name, "string", "", description, false, cell);
  }

  /// The same, only shown with `-o wide`.
  Column onlyWide() {
    return new Column(name, type, format, description, true, cell);
  }
}
