package dev.gantry.engine.dockerapi;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the Docker Engine API, `1.44`.
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /// The newest we speak, and what a path without a version means.
  static final ApiVersion CURRENT = new ApiVersion(1, 50);

  /// The oldest we speak.
  static final ApiVersion MINIMUM = new ApiVersion(1, 24);

  private static final Pattern FORM = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})");

  /// @throws InvalidArgumentException when we do not speak it
  static ApiVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidArgumentException("malformed version: " + text);
    }
    var version =
        new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    if (version.compareTo(CURRENT) > 0) {
      throw new InvalidArgumentException(
          "client version " + version + " is too new. Maximum supported API version is " + CURRENT);
    }
    if (version.compareTo(MINIMUM) < 0) {
      throw new InvalidArgumentException(
          "client version "
              + version
              + " is too old. Minimum supported API version is "
              + MINIMUM
              + ", please upgrade your client to a newer version");
    }
    return version;
  }

  /// Whether a client of this version expects what came with `1.minor`.
  boolean atLeast(int minorVersion) {
    return major > 1 || minor >= minorVersion;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
