package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.Values;

/// `--blkio-weight-device` and `--device-{read,write}-{bps,iops}`: `/dev/…:value`.
final class BlockDevices {
  private static final String FORMAT = ". The correct format is <device-path>:<number>";

  private BlockDevices() {}

  static JsonObject weight(String spec) {
    long weight = number(value(spec));
    if (weight != 0 && (weight < 10 || weight > 1000)) {
      throw new IllegalArgumentException("invalid weight for device: " + spec);
    }
    return JsonObject.create().with("Path", path(spec)).with("Weight", weight);
  }

  static JsonObject bytesPerSecond(String spec) {
    String text = value(spec);
    try {
      return JsonObject.create().with("Path", path(spec)).with("Rate", Values.bytes(text));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "invalid rate for device: "
              + spec
              + FORMAT
              + "[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb,"
              + " or gb");
    }
  }

  static JsonObject operationsPerSecond(String spec) {
    long rate = number(value(spec));
    if (rate < 0) {
      throw new IllegalArgumentException(
          "invalid rate for device: " + spec + FORMAT + ". Number must be a positive integer");
    }
    return JsonObject.create().with("Path", path(spec)).with("Rate", rate);
  }

  private static String path(String spec) {
    return spec.substring(0, spec.indexOf(':'));
  }

  private static String value(String spec) {
    int colon = spec.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("bad format: " + spec);
    }
    if (!spec.startsWith("/dev/")) {
      throw new IllegalArgumentException("bad format for device path: " + spec);
    }
    return spec.substring(colon + 1);
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
