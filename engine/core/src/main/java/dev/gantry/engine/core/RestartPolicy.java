package dev.gantry.engine.core;

import dev.gantry.platform.errors.InvalidArgumentException;

/// Whether a container that ended is started again.
///
/// @param maximumRetries of [Kind#ON_FAILURE]; 0 for no maximum
public record RestartPolicy(Kind kind, int maximumRetries) {
  public static final RestartPolicy NO = new RestartPolicy(Kind.NO, 0);

  public RestartPolicy {
    if (kind != Kind.ON_FAILURE && maximumRetries != 0) {
      throw new InvalidArgumentException(
          "invalid restart policy: maximum retry count can only be used with 'on-failure'");
    }
    if (maximumRetries < 0) {
      throw new InvalidArgumentException(
          "invalid restart policy: maximum retry count cannot be negative");
    }
  }

  public static RestartPolicy of(String name, int maximumRetries) {
    for (Kind kind : Kind.values()) {
      if (kind.spelling.equals(name)) {
        return new RestartPolicy(kind, maximumRetries);
      }
    }
    if (name.isEmpty()) {
      return new RestartPolicy(Kind.NO, maximumRetries);
    }
    throw new InvalidArgumentException(
        "invalid restart policy: unknown policy '"
            + name
            + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
  }

  /// The policies, with the names users know.
  public enum Kind {
    NO("no"),
    ALWAYS("always"),
    ON_FAILURE("on-failure"),
    UNLESS_STOPPED("unless-stopped");

    private final String spelling;

    Kind(String spelling) {
      this.spelling = spelling;
    }

    public String spelling() {
      return spelling;
    }
  }
}
