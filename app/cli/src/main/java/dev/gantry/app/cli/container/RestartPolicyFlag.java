package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;

/// `--restart`: `no`, `always`, `unless-stopped`, `on-failure[:max]`.
final class RestartPolicyFlag {
  private RestartPolicyFlag() {}

  static JsonObject parse(String policy) {
    int colon = policy.indexOf(':');
    String name = colon < 0 ? policy : policy.substring(0, colon);
    long retries = 0;
    if (colon >= 0) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "invalid restart policy format: no policy provided before colon");
      }
      try {
        retries = Long.parseLong(policy.substring(colon + 1));
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException(
            "invalid restart policy format: maximum retry count must be an integer");
      }
    }
    return JsonObject.create().with("Name", name).with("MaximumRetryCount", retries);
  }
}
