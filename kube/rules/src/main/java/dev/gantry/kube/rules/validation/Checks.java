package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import dev.gantry.kube.objects.SemanticEquality;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Checks that many kinds share.
final class Checks {
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  static final String IMMUTABLE = "field is immutable";

  private static final int ANNOTATIONS_LIMIT = 256 * 1024;

  private Checks() {}

  static void labels(Place labels) {
    for (String key : labels.keys()) {
      labels.check(key, Names::qualified);
      labels.check(labels.value().path(key).asString(""), Names::labelValue);
    }
  }

  static void labelName(Place name) {
    name.check(Names::qualified);
  }

  static void annotations(Place annotations) {
    long size = 0;
    for (String key : annotations.keys()) {
      for (String problem : Names.qualified(key.toLowerCase(Locale.ROOT))) {
        annotations.invalidAs(Place.quoted(key), problem);
      }
      size += key.length() + (long) annotations.value().path(key).asString("").length();
    }
    if (size > ANNOTATIONS_LIMIT) {
      annotations.tooLong(ANNOTATIONS_LIMIT);
    }
  }

  static void immutable(Place now, JsonNode before) {
    if (!SemanticEquality.same(now.value(), before)) {
      now.invalid(IMMUTABLE);
    }
  }

  static boolean same(JsonNode a, JsonNode b) {
    return SemanticEquality.same(a, b);
  }

  static void port(Place port) {
    port.between(1, 65535);
  }

  /// A port by number or by name.
  static void portOrName(Place port) {
    if (port.value().isString()) {
      port.check(Syntax::portName);
    } else {
      port(port);
    }
  }

  static void labelSelector(Place selector) {
    labels(selector.at("matchLabels"));
    for (Place expression : selector.at("matchExpressions").elements()) {
      Place values = expression.at("values");
      switch (expression.at("operator").text()) {
        case "In", "NotIn" -> {
          if (values.isEmpty()) {
            values.required("must be specified when `operator` is 'In' or 'NotIn'");
          }
        }
        case "Exists", "DoesNotExist" -> {
          if (!values.isEmpty()) {
            values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
          }
        }
        default -> textOf(expression.at("operator"), "not a valid selector operator");
      }
      labelName(expression.at("key"));
      values.elements().forEach(value -> value.check(Names::labelValue));
    }
  }

  /// Complains about a text that may be absent, which is shown as empty.
  static void textOf(Place place, String detail) {
    place.invalidAs(Place.quoted(place.text()), detail);
  }

  static void intOrPercent(Place value) {
    if (value.value().isString()) {
      for (String problem : Syntax.percent(value.text())) {
        value.invalidAs(Place.quoted(value.text()), problem);
      }
    } else {
      value.notNegative();
    }
  }

  static void notMoreThan100Percent(Place value) {
    if (value.value().isString()
        && Syntax.percent(value.text()).isEmpty()
        && percentOrNumber(value) > 100) {
      value.invalidAs(value.text(), "must not be greater than 100%");
    }
  }

  /// The number in `3` or `"3%"`.
  static long percentOrNumber(Place value) {
    if (!value.value().isString()) {
      return value.number();
    }
    String digits = value.text().replace("%", "");
    return digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
  }

  static void fileMode(Place mode) {
    if (mode.isSet() && (mode.number() < 0 || mode.number() > 0777)) {
      mode.invalid("must be a number between 0 and 0777 (octal), both inclusive");
    }
  }

  static void noBacksteps(Place path) {
    if (List.of(path.text().split("/", -1)).contains("..")) {
      path.invalid("must not contain '..'");
    }
  }

  /// A path below something.
  static void descending(Place path) {
    if (path.text().startsWith("/")) {
      path.invalid("must be a relative path");
    }
    noBacksteps(path);
  }

  /// A path below a volume whose contents are swapped by means of names that begin with two dots.
  static void notReserved(Place path) {
    descending(path);
    if (path.text().startsWith("..")) {
      path.invalid("must not start with '..'");
    }
  }
}
