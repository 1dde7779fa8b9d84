package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The grammar of image references as docker reads them, and its error messages, which users and
/// scripts know.
final class ReferenceGrammar {
  private static final int MAX_PATH = 255;

  /// Far more than any valid reference has. The regular expressions recurse, so the stack would not
  /// survive a text of any length.
  private static final int MAX_TEXT = 2048;

  private static final String LEGACY_REGISTRY = "index.docker.io";

  private static final String ALPHANUMERIC = "[a-z0-9]+";
  private static final String SEPARATOR = "(?:[._]|__|-+)";
  private static final String PATH_COMPONENT =
      ALPHANUMERIC + "(?:" + SEPARATOR + ALPHANUMERIC + ")*";
  private static final String PATH = PATH_COMPONENT + "(?:/" + PATH_COMPONENT + ")*";
  private static final String HOST_COMPONENT =
      "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String HOST =
      "(?:" + HOST_COMPONENT + "(?:\\." + HOST_COMPONENT + ")*|\\[(?:[a-fA-F0-9:]+)\\])";
  private static final String REGISTRY = HOST + "(?::[0-9]+)?";
  private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
  private static final String DIGEST =
      "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";

  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?<registry>"
              + REGISTRY
              + ")/(?<path>"
              + PATH
              + ")"
              + "(?::(?<tag>"
              + TAG
              + "))?(?:@(?<digest>"
              + DIGEST
              + "))?");
  private static final Pattern TAG_ONLY = Pattern.compile(TAG);
  private static final Pattern FULL_ID = Pattern.compile("[a-f0-9]{64}");

  private ReferenceGrammar() {}

  static boolean isTag(String text) {
    return TAG_ONLY.matcher(text).matches();
  }

  static boolean isFullId(String text) {
    return FULL_ID.matcher(text).matches();
  }

  static void checkLength(String path) {
    if (path.length() > MAX_PATH) {
      throw new InvalidArgumentException(
          "repository name must not be more than " + MAX_PATH + " characters");
    }
  }

  static ImageReference parse(String text) {
    if (isFullId(text)) {
      throw new InvalidArgumentException(
          "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
    }
    if (text.length() > MAX_TEXT) {
      throw new InvalidArgumentException("invalid reference format");
    }
    int slash = registryEnd(text);
    var registry = slash < 0 ? ImageReference.DEFAULT_REGISTRY : text.substring(0, slash);
    var rest = text.substring(slash + 1);
    if (registry.equals(LEGACY_REGISTRY)) {
      registry = ImageReference.DEFAULT_REGISTRY;
    }
    if (registry.equals(ImageReference.DEFAULT_REGISTRY) && rest.indexOf('/') < 0) {
      rest = ImageReference.OFFICIAL_PREFIX + rest;
    }
    checkCase(rest);
    var match = REFERENCE.matcher(registry + "/" + rest);
    if (!match.matches()) {
      throw new InvalidArgumentException("invalid reference format");
    }
    return new ImageReference(
        match.group("registry"),
        match.group("path"),
        Optional.ofNullable(match.group("tag")),
        Optional.ofNullable(match.group("digest")).map(Digest::parse));
  }

  /// Where the registry ends, or -1 when the first component is part of the repository: a registry
  /// is `localhost`, has a dot or a port, or an upper-case letter, which no repository may have.
  private static int registryEnd(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return -1;
    }
    var first = text.substring(0, slash);
    boolean isRegistry =
        first.equals("localhost")
            || first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || !first.equals(first.toLowerCase(Locale.ROOT));
    return isRegistry ? slash : -1;
  }

  private static void checkCase(String rest) {
    int colon = rest.indexOf(':');
    var repository = colon < 0 ? rest : rest.substring(0, colon);
    if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
      throw new InvalidArgumentException(
          "invalid reference format: repository name (" + repository + ") must be lowercase");
    }
  }
}
