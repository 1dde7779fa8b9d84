package dev.gantry.engine.core;

import java.util.Map;

/// Where the container's output is kept.
///
/// @param driver `json-file`, `local` or `k8s-file`, which all mean the engine's own log, or `none`
/// @param options `max-size`, `max-file`, `labels`, `env`
public record LogSettings(String driver, Map<String, String> options) {
  public static final LogSettings DEFAULT = new LogSettings("json-file", Map.of());

  public LogSettings {
    options = Map.copyOf(options);
  }

  public boolean keepsNothing() {
    return driver.equals("none");
  }
}
