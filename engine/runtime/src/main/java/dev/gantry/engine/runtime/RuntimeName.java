package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;

/// The OCI runtimes a task can be started by.
public enum RuntimeName {
  CRUN("crun"),
  RUNC("runc");

  private final String text;

  RuntimeName(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public static RuntimeName parse(String text) {
    for (RuntimeName name : values()) {
      if (name.text.equals(text)) {
        return name;
      }
    }
    throw new InvalidArgumentException("unknown or invalid runtime name: " + text);
  }
}
