package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The grammar of image references as docker reads them, and its error messages, which users and
/// scripts know. Names are scanned by hand: a regular expression with nested repetition needs stack
/// in proportion to the text, and the text may come from a stranger.
final class ReferenceGrammar {
  private static final int MAX_PATH = 255;
  private static final int MAX_DIGEST = 256;
  private static final String LEGACY_REGISTRY = "index.docker.io";

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}");
  private static final Pattern PORT = Pattern.compile("[0-9]+");
  private static final Pattern IPV6 = Pattern.compile("\\[[a-fA-F0-9:]+]");
  private static final Pattern FULL_ID = Pattern.compile("[a-f0-9]{64}");

  private ReferenceGrammar() {}

  static boolean isTag(String text) {
    return TAG.matcher(text).matches();
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
    return parse(registry, rest);
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

  /// Reads `path[:tag][@digest]`; neither path nor tag can contain the marks that end them.
  private static ImageReference parse(String registry, String rest) {
    int at = rest.indexOf('@');
    var named = at < 0 ? rest : rest.substring(0, at);
    int colon = named.indexOf(':');
    var path = colon < 0 ? named : named.substring(0, colon);
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1));
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(rest.substring(at + 1));
    boolean valid =
        isRegistry(registry)
            && isPath(path)
            && tag.map(ReferenceGrammar::isTag).orElse(true)
            && digest.map(ReferenceGrammar::looksLikeDigest).orElse(true);
    if (!valid) {
      throw new InvalidArgumentException("invalid reference format");
    }
    checkLength(path);
    return new ImageReference(registry, path, tag, digest.map(Digest::parse));
  }

  private static boolean looksLikeDigest(String text) {
    return text.length() <= MAX_DIGEST && DIGEST.matcher(text).matches();
  }

  private static boolean isRegistry(String text) {
    int colon = text.indexOf(':', text.lastIndexOf(']') + 1);
    var host = colon < 0 ? text : text.substring(0, colon);
    boolean portValid = colon < 0 || PORT.matcher(text.substring(colon + 1)).matches();
    return portValid && (isHostName(host) || IPV6.matcher(host).matches());
  }

  private static boolean isHostName(String text) {
    for (var label : text.split("\\.", -1)) {
      boolean valid =
          !label.isEmpty()
              && !label.startsWith("-")
              && !label.endsWith("-")
              && label.chars().allMatch(ReferenceGrammar::isHostCharacter);
      if (!valid) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPath(String text) {
    for (var component : text.split("/", -1)) {
      if (!isPathComponent(component)) {
        return false;
      }
    }
    return true;
  }

  /// Runs of lower-case letters and digits, between them a dot, one or two underscores, or dashes.
  private static boolean isPathComponent(String text) {
    int at = skipAlphanumeric(text, 0);
    while (at > 0 && at < text.length()) {
      int next = skipSeparator(text, at);
      int end = skipAlphanumeric(text, next);
      if (next == at || end == next) {
        return false;
      }
      at = end;
    }
    return at > 0;
  }

  private static int skipAlphanumeric(String text, int from) {
    int at = from;
    while (at < text.length() && isAlphanumeric(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int skipSeparator(String text, int from) {
    char c = text.charAt(from);
    int at = from;
    if (c == '.') {
      at++;
    } else if (c == '_') {
      at += text.startsWith("__", from) ? 2 : 1;
    } else {
      while (at < text.length() && text.charAt(at) == '-') {
        at++;
      }
    }
    return at;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isHostCharacter(int c) {
    return isAlphanumeric(c) || (c >= 'A' && c <= 'Z') || c == '-';
  }
}
