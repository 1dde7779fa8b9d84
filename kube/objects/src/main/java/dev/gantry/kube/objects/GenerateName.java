package dev.gantry.kube.objects;

import java.util.concurrent.ThreadLocalRandom;

/// Names made from `metadata.generateName`.
public final class GenerateName {
  /// Letters and digits that make no words and are not mistaken for each other.
  public static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final int SUFFIX_LENGTH = 5;
  private static final int LONGEST_BASE = 63 - SUFFIX_LENGTH;

  private GenerateName() {}

  /// The base, cut so that the result fits a DNS label, and five random letters.
  public static String from(String base) {
    String cut = base.length() > LONGEST_BASE ? base.substring(0, LONGEST_BASE) : base;
    return cut + random(SUFFIX_LENGTH);
  }

  /// Random letters of the alphabet.
  public static String random(int length) {
    var letters = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      letters.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }

  /// The text with each letter replaced by one of the alphabet: what makes a hash into a part of a
  /// name.
  public static String encoded(String text) {
    var letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      letters.append(ALPHABET.charAt(text.charAt(i) % ALPHABET.length()));
    }
    return letters.toString();
  }
}
