package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// ConfigMaps and Secrets.
final class DataValidation {
  private static final int LIMIT = 1024 * 1024;
  private static final String IMMUTABLE = "field is immutable when `immutable` is set";

  private DataValidation() {}

  static void configMap(Place configMap) {
    Place data = configMap.at("data");
    Place binary = configMap.at("binaryData");
    long size = 0;
    for (String key : data.keys()) {
      data.key(key).check(key, Syntax::configKey);
      if (binary.key(key).isSet()) {
        data.key(key).invalidAs(Place.quoted(key), "duplicate of key present in binaryData");
      }
      size += data.key(key).text().getBytes(StandardCharsets.UTF_8).length;
    }
    for (String key : binary.keys()) {
      binary.key(key).check(key, Syntax::configKey);
      if (data.key(key).isSet()) {
        binary.key(key).invalidAs(Place.quoted(key), "duplicate of key present in data");
      }
      size += bytes(binary.key(key));
    }
    if (size > LIMIT) {
      configMap.tooLong(LIMIT);
    }
  }

  /// The length of what a base64 text stands for.
  private static long bytes(Place base64) {
    String text = base64.text();
    long padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return text.length() / 4 * 3L - padding;
  }

  static void configMapUpdate(Place configMap, KubeObject before) {
    unchanged(configMap, before, List.of("data", "binaryData"));
    configMap(configMap);
  }

  static void secret(Place secret) {
    Place data = secret.at("data");
    long size = 0;
    for (String key : data.keys()) {
      data.key(key).check(key, Syntax::configKey);
      size += bytes(data.key(key));
    }
    if (size > LIMIT) {
      data.tooLong(LIMIT);
    }
    SecretTypes.check(secret);
  }

  static void secretUpdate(Place secret, KubeObject before) {
    Checks.immutable(secret.at("type"), before.at("type"));
    unchanged(secret, before, List.of("data"));
    secret(secret);
  }

  private static void unchanged(Place object, KubeObject before, List<String> fields) {
    if (!before.at("immutable").asBoolean(false)) {
      return;
    }
    if (!object.at("immutable").isTrue()) {
      object.at("immutable").forbidden(IMMUTABLE);
    }
    for (String field : fields) {
      if (!Checks.same(object.at(field).value(), before.at(field))) {
        object.at(field).forbidden(IMMUTABLE);
      }
    }
  }
}
