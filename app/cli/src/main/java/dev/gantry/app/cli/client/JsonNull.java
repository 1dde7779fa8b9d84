package dev.gantry.app.cli.client;

/// JSON's null, which is a value and not the absence of one.
public enum JsonNull {
  NULL
}
