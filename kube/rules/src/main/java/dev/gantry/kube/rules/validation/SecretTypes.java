package dev.gantry.kube.rules.validation;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.util.Base64;

/// Secrets whose type says what must be in them.
final class SecretTypes {
  private static final String REDACTED = "\"<secret contents redacted>\"";

  private SecretTypes() {}

  static void check(Place secret) {
    Place data = secret.at("data");
    switch (secret.at("type").text()) {
      case "kubernetes.io/service-account-token" -> {
        Place account =
            secret.at("metadata", "annotations").key("kubernetes.io/service-account.name");
        if (account.isBlank()) {
          account.required();
        }
      }
      case "kubernetes.io/dockercfg" -> json(data.key(".dockercfg"));
      case "kubernetes.io/dockerconfigjson" -> json(data.key(".dockerconfigjson"));
      case "kubernetes.io/basic-auth" -> {
        if (!data.key("username").isSet() && !data.key("password").isSet()) {
          data.key("username").required();
          data.key("password").required();
        }
      }
      case "kubernetes.io/ssh-auth" -> {
        if (data.key("ssh-privatekey").isBlank()) {
          data.key("ssh-privatekey").required();
        }
      }
      case "kubernetes.io/tls" -> {
        requirePresent(data.key("tls.crt"));
        requirePresent(data.key("tls.key"));
      }
      default -> {
        // Anything goes.
      }
    }
  }

  private static void requirePresent(Place key) {
    if (!key.isSet()) {
      key.required();
    }
  }

  private static void json(Place key) {
    if (!key.isSet()) {
      key.required();
      return;
    }
    try {
      if (!Json.tree(Base64.getDecoder().decode(key.text())).isObject()) {
        key.invalidAs(REDACTED, "must be a JSON object");
      }
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      key.invalidAs(REDACTED, "must be valid JSON");
    }
  }
}
