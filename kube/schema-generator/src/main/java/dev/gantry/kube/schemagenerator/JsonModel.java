package dev.gantry.kube.schemagenerator;

import com.google.gson.annotations.SerializedName;
import io.swagger.annotations.ApiModel;
import io.swagger.annotations.ApiModelProperty;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What upstream's JSON model says of a type: its properties and the prose about them.
record JsonModel(String description, Map<String, Property> properties) {

  record Property(boolean required, String description) {}

  /// The model of a definition such as `io.k8s.api.core.v1.Pod`, when there is one.
  static Optional<JsonModel> of(String definition) {
    return classOf(definition).map(JsonModel::read);
  }

  /// Models are named `V1Pod`, and after their group too where two groups use one name.
  private static Optional<Class<?>> classOf(String definition) {
    List<String> parts = List.of(definition.split("\\."));
    int last = parts.size() - 1;
    String name = capitalized(parts.get(last - 1)) + parts.get(last);
    String group = capitalized(parts.get(last - 2));
    return Stream.of(group + name, name)
        .flatMap(simple -> load("io.kubernetes.client.openapi.models." + simple).stream())
        .findFirst();
  }

  private static Optional<Class<?>> load(String name) {
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException _) {
      return Optional.empty();
    }
  }

  private static JsonModel read(Class<?> model) {
    Map<String, ApiModelProperty> getters = new HashMap<>();
    for (Method method : model.getMethods()) {
      ApiModelProperty property = method.getAnnotation(ApiModelProperty.class);
      if (property != null) {
        getters.put(letters(method.getName().replaceFirst("^(get|is)", "")), property);
      }
    }
    Map<String, Property> properties = new TreeMap<>();
    for (var field : model.getDeclaredFields()) {
      SerializedName json = field.getAnnotation(SerializedName.class);
      if (json == null || Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      ApiModelProperty property = getters.get(letters(json.value()));
      if (property == null) {
        throw new IllegalStateException(model + " does not describe " + field.getName());
      }
      properties.put(json.value(), new Property(property.required(), property.value()));
    }
    ApiModel described = model.getAnnotation(ApiModel.class);
    return new JsonModel(described == null ? "" : described.description(), properties);
  }

  /// Getters differ from the properties they get in case and in characters that Java lacks.
  private static String letters(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  private static String capitalized(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
