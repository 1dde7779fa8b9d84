package dev.gantry.app.cli.command;

/// What this program calls itself.
public final class Version {
  public static final String VERSION = "0.1.0";

  private Version() {}
}
