package dev.gantry.platform.http;

import java.util.List;
import java.util.Optional;

/// The header lines of a request. Names are compared without regard to case.
public interface Headers {

  /// The value of the first line with this name.
  Optional<String> first(String name);

  /// The values of all lines with this name, in order, one per line: `Accept` may come in several.
  List<String> all(String name);

  /// Whether a comma-separated header contains a token: `hasToken("Connection", "upgrade")`.
  boolean hasToken(String name, String token);

  /// The names that occur, as the client spelt them.
  List<String> names();
}
