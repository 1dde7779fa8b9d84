package dev.gantry.kube.rules.validation;

import org.jspecify.annotations.Nullable;

/// Where in an object: `spec.containers[0].resources.limits[cpu]`. Written out only when something
/// is wrong there.
record FieldPath(@Nullable FieldPath parent, String step) {
  static FieldPath root() {
    return new FieldPath(null, "");
  }

  FieldPath child(String field) {
    return new FieldPath(this, "." + field);
  }

  FieldPath index(int index) {
    return new FieldPath(this, "[" + index + "]");
  }

  FieldPath key(String key) {
    return new FieldPath(this, "[" + key + "]");
  }

  String text() {
    var text = new StringBuilder();
    write(text);
    return !text.isEmpty() && text.charAt(0) == '.' ? text.substring(1) : text.toString();
  }

  private void write(StringBuilder text) {
    if (parent != null) {
      parent.write(text);
    }
    text.append(step);
  }
}
