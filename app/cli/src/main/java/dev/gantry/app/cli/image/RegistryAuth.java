package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.oci.spec.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// Credentials as the API takes them.
final class RegistryAuth {
  static final String HEADER = "X-Registry-Auth";
  static final String HUB = "https://index.docker.io/v1/";

  private RegistryAuth() {}

  /// The header for the registry of an image; an empty object when we know no credentials.
  static Map<String, String> header(Call call, ImageReference image) {
    String registry =
        image.registry().equals(ImageReference.DEFAULT_REGISTRY) ? HUB : image.registry();
    JsonObject credentials =
        call.cli().config().credentials(registry).orElseGet(JsonObject::create);
    return Map.of(HEADER, encode(credentials));
  }

  /// All credentials, for builds, which pull from anywhere.
  static Map<String, String> all(Call call) {
    return Map.of("X-Registry-Config", encode(call.cli().config().allCredentials()));
  }

  private static String encode(Object credentials) {
    return Base64.getUrlEncoder()
        .encodeToString(Json.text(credentials).getBytes(StandardCharsets.UTF_8));
  }
}
