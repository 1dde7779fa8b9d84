package dev.gantry.engine.dockerapi;

import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A platform as newer clients send it in a query, `{"os":"linux","architecture":"amd64"}`.
record PlatformJson(@Nullable String os, @Nullable String architecture, @Nullable String variant) {

  static Platform parse(String json) {
    try {
      var read = Json.lenient().readValue(json, PlatformJson.class);
      var platform = Platform.of(Absent.orEmpty(read.os()), Absent.orEmpty(read.architecture()));
      return Optional.ofNullable(read.variant())
          .filter(variant -> !variant.isEmpty())
          .map(variant -> Platform.of(platform.os(), platform.architecture(), variant))
          .orElse(platform)
          .normalized();
    } catch (JacksonException e) {
      throw new InvalidArgumentException("failed to parse platform: " + e.getOriginalMessage(), e);
    }
  }
}
