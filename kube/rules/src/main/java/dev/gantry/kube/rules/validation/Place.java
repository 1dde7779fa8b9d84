package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Quantity;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A value in an object that is being validated: what it is, where it is, and how to complain about
/// it. A value that is absent has a place all the same.
record Place(JsonNode value, FieldPath path, Problems problems) {

  Place at(String field) {
    return new Place(value.path(field), path.child(field), problems);
  }

  Place at(String first, String second) {
    return at(first).at(second);
  }

  /// The same value, complained about as if it were in another field of `holder`: upstream's paths
  /// are not always those of the wire.
  Place as(Place holder, String field) {
    return new Place(value, holder.path.child(field), problems);
  }

  /// The value under a key of a map, written `[key]`.
  Place key(String key) {
    return new Place(value.path(key), path.key(key), problems);
  }

  List<Place> elements() {
    if (!value.isArray()) {
      return List.of();
    }
    List<Place> elements = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      elements.add(new Place(value.get(i), path.index(i), problems));
    }
    return elements;
  }

  /// The fields of a map, in its order.
  List<String> keys() {
    return value.propertyStream().map(Map.Entry::getKey).toList();
  }

  /// The same place, with problems kept apart.
  Place apart() {
    return new Place(value, path, new Problems());
  }

  boolean isSet() {
    return !value.isMissingNode() && !value.isNull();
  }

  /// Whether it is absent or an empty text.
  boolean isBlank() {
    return !isSet() || (value.isString() && value.asString().isEmpty());
  }

  /// Whether it is absent or has nothing in it.
  boolean isEmpty() {
    return !isSet() || value.isEmpty();
  }

  boolean is(String text) {
    return value.isString() && value.asString().equals(text);
  }

  String text() {
    return value.asString("");
  }

  long number() {
    return value.asLong(0);
  }

  boolean isTrue() {
    return value.asBoolean(false);
  }

  /// The quantity here; complains if it is none.
  Optional<Quantity> quantity() {
    try {
      return Optional.of(Quantity.of(value));
    } catch (InvalidArgumentException e) {
      invalid(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  void required() {
    required("");
  }

  void required(String detail) {
    problems.add(StatusCause.required(path.text(), detail));
  }

  /// Complains if it is absent or empty; whether it is there.
  boolean require() {
    if (value.isContainer() ? value.isEmpty() : isBlank()) {
      required();
      return false;
    }
    return true;
  }

  void invalid(String detail) {
    invalidAs(shown(value), detail);
  }

  /// @param shown the value as messages show it
  void invalidAs(String shown, String detail) {
    problems.add(StatusCause.invalid(path.text(), shown, detail));
  }

  void forbidden(String detail) {
    problems.add(StatusCause.forbidden(path.text(), detail));
  }

  void duplicate() {
    duplicateAs(shown(value));
  }

  void duplicateAs(String shown) {
    add("FieldValueDuplicate", "Duplicate value: " + shown);
  }

  void notFound() {
    add("FieldValueNotFound", "Not found: " + shown(value));
  }

  void tooLong(int bytes) {
    add("FieldValueTooLong", "Too long: may not be more than " + bytes + " bytes");
  }

  void tooMany(int most) {
    String items = most == 1 ? " item" : " items";
    add("FieldValueTooMany", "Too many: " + value.size() + ": must have at most " + most + items);
  }

  void notSupported(List<String> supported) {
    String values = String.join(", ", supported.stream().map(Place::quoted).toList());
    add(
        "FieldValueNotSupported",
        "Unsupported value: "
            + (isSet() ? shown(value) : "\"\"")
            + ": supported values: "
            + values);
  }

  private void add(String reason, String message) {
    problems.add(new StatusCause(reason, message, path.text()));
  }

  /// Complains about everything a check finds wrong with the text here.
  void check(Function<String, List<String>> check) {
    check(text(), check);
  }

  void check(String text, Function<String, List<String>> check) {
    for (String problem : check.apply(text)) {
      invalidAs(quoted(text), problem);
    }
  }

  /// A text that must be one of a few; absent is refused as missing.
  void oneOf(List<String> supported) {
    if (isBlank()) {
      required();
    } else {
      optionallyOneOf(supported);
    }
  }

  /// A text that must be one of a few if it is there.
  void optionallyOneOf(List<String> supported) {
    if (isSet() && !supported.contains(text())) {
      notSupported(supported);
    }
  }

  void notNegative() {
    if (isSet() && number() < 0) {
      invalid("must be greater than or equal to 0");
    }
  }

  void between(long least, long most) {
    if (number() < least || number() > most) {
      invalidAs(
          isSet() ? shown(value) : "0",
          "must be between " + least + " and " + most + ", inclusive");
    }
  }

  static String quoted(String text) {
    return Json.mapper().getNodeFactory().stringNode(text).toString();
  }

  /// Texts quoted, numbers plain, everything else as JSON.
  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "null" : value.toString();
  }
}
