package dev.gantry.kube.schema.decode;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Unknown and duplicate fields of one document, each named once, in the order they were met.
final class StrictErrors {
  /// A document made of unknown fields must not make an answer of the same size.
  private static final int MOST = 100;

  private final Set<String> messages = new LinkedHashSet<>();

  void add(String message) {
    if (messages.size() < MOST) {
      messages.add(message);
    }
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /// One line each: they travel as headers, and names of unknown fields are the client's.
  List<String> warnings() {
    return messages.stream().map(message -> message.replaceAll("\\p{Cntrl}+ *", " ")).toList();
  }

  /// All of them, as the refusal of a strict request says it.
  String message() {
    return "strict decoding error: " + String.join(", ", messages);
  }
}
