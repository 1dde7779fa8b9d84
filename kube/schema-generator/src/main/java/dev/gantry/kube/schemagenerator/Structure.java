package dev.gantry.kube.schemagenerator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One structure: what its message and its JSON model say together.
///
/// Protobuf nests what JSON embeds: the fields of a message that the JSON model has no property
/// for, but whose own fields it has, are the structure's own in JSON.
record Structure(
    String name, Optional<JsonModel> model, Map<String, Line> fields, List<Embedded> embedded) {

  /// @param number 0 when the field is only known to JSON, or sits in an embedded message
  record Line(int number, String type, boolean required) {}

  record Embedded(int number, String type) {}

  static Structure of(Descriptor message) {
    String name = Messages.definitionName(message);
    Optional<JsonModel> model = JsonModel.of(name);
    Map<String, Line> fields = new TreeMap<>();
    List<Embedded> embedded = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      Optional<String> property = property(field, model);
      if (property.isPresent()) {
        fields.put(property.get(), line(field, field.getNumber(), property.get(), model));
      } else {
        embedded.add(
            new Embedded(field.getNumber(), Messages.definitionName(field.getMessageType())));
        embed(field.getMessageType(), model, fields);
      }
    }
    model.ifPresent(known -> addJsonOnly(name, known, fields));
    return new Structure(name, model, fields, embedded);
  }

  private static void embed(
      Descriptor message, Optional<JsonModel> model, Map<String, Line> fields) {
    for (FieldDescriptor field : message.getFields()) {
      Optional<String> property = property(field, model);
      if (property.isPresent()) {
        fields.put(property.get(), line(field, 0, property.get(), model));
      } else {
        embed(field.getMessageType(), model, fields);
      }
    }
  }

  private static Line line(
      FieldDescriptor field, int number, String property, Optional<JsonModel> model) {
    boolean required =
        model.map(known -> known.properties().get(property)).filter(p -> p.required()).isPresent();
    return new Line(number, FieldLine.type(field), required);
  }

  /// The JSON property of a field; empty when JSON embeds the field's own fields instead.
  private static Optional<String> property(FieldDescriptor field, Optional<JsonModel> model) {
    if (model.isEmpty() || model.get().properties().containsKey(field.getName())) {
      return Optional.of(field.getName());
    }
    String wanted = letters(field.getName());
    Optional<String> spelledOtherwise =
        model.get().properties().keySet().stream()
            .filter(p -> letters(p).equals(wanted))
            .findFirst();
    if (spelledOtherwise.isPresent() || isEmbedded(field, model.get())) {
      return spelledOtherwise;
    }
    // Newer than the JSON model: protobuf may still bring it.
    return Optional.of(field.getName());
  }

  private static boolean isEmbedded(FieldDescriptor field, JsonModel model) {
    return field.getType() == FieldDescriptor.Type.MESSAGE
        && !field.isRepeated()
        && field.getMessageType().getFields().stream()
            .allMatch(
                inner ->
                    model.properties().containsKey(inner.getName()) || isEmbedded(inner, model));
  }

  /// The type of an object stands beside the message in protobuf and inside the object in JSON.
  private static void addJsonOnly(String name, JsonModel model, Map<String, Line> fields) {
    for (var property : model.properties().entrySet()) {
      if (fields.containsKey(property.getKey())) {
        continue;
      }
      if (!property.getKey().equals("apiVersion") && !property.getKey().equals("kind")) {
        throw new IllegalStateException(name + "." + property.getKey() + " has no field number");
      }
      fields.put(property.getKey(), new Line(0, "string", property.getValue().required()));
    }
  }

  private static String letters(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
