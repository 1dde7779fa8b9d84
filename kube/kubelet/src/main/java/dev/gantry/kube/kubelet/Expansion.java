package dev.gantry.kube.kubelet;

import java.util.function.UnaryOperator;

/// Replaces `$(NAME)` by a variable's value. `$$` is a dollar; what names no variable stays as it
/// is written.
final class Expansion {
  private Expansion() {}

  /// @param lookUp the value of a name, or the reference itself when there is none
  static String expand(String text, UnaryOperator<String> lookUp) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    var result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '$' || at + 1 == text.length()) {
        result.append(c);
        at++;
        continue;
      }
      char next = text.charAt(at + 1);
      int end = next == '(' ? text.indexOf(')', at + 2) : -1;
      if (next == '$') {
        result.append('$');
        at += 2;
      } else if (end > 0) {
        result.append(lookUp.apply(text.substring(at + 2, end)));
        at = end + 1;
      } else {
        result.append(c).append(next);
        at += 2;
      }
    }
    return result.toString();
  }

  static String reference(String name) {
    return "$(" + name + ")";
  }
}
