package dev.gantry.app.cli.terminal;

import java.nio.ByteBuffer;

/// The key sequence that leaves a container running: `ctrl-p,ctrl-q` unless chosen otherwise.
public final class DetachKeys {
  private static final byte[] STANDARD = {16, 17};

  private final byte[] sequence;

  /// How many keys of the sequence have been typed, and are held back.
  private int matched;

  private DetachKeys(byte[] sequence) {
    this.sequence = sequence;
  }

  public static DetachKeys standard() {
    return new DetachKeys(STANDARD);
  }

  /// Comma-separated keys: a character, or `ctrl-` and one of `a-z@[\]^_`.
  public static DetachKeys parse(String keys) {
    String[] names = keys.split(",", -1);
    byte[] sequence = new byte[names.length];
    for (int i = 0; i < names.length; i++) {
      sequence[i] = key(names[i]);
    }
    return new DetachKeys(sequence);
  }

  private static byte key(String name) {
    if (name.length() == 1) {
      return (byte) name.charAt(0);
    }
    if (name.startsWith("ctrl-") && name.length() == 6) {
      char c = name.charAt(5);
      if (c >= 'a' && c <= 'z') {
        return (byte) (c - 'a' + 1);
      }
      int special = "[\\]^_".indexOf(c);
      if (c == '@' || special >= 0) {
        return (byte) (c == '@' ? 0 : 27 + special);
      }
    }
    throw new IllegalArgumentException("Unknown character: '" + name + "'");
  }

  /// What became of typed bytes.
  ///
  /// @param bytes what the container gets: the input less a started sequence, which follows
  ///     later when it turns out to be something else
  public record Scan(ByteBuffer bytes, boolean detached) {}

  /// Looks through the next typed bytes.
  public Scan scan(byte[] typed, int length) {
    byte[] passed = new byte[length + sequence.length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (typed[i] == sequence[matched]) {
        matched++;
        if (matched == sequence.length) {
          matched = 0;
          return new Scan(ByteBuffer.wrap(passed, 0, count), true);
        }
        continue;
      }
      System.arraycopy(sequence, 0, passed, count, matched);
      count += matched;
      matched = 0;
      if (typed[i] == sequence[0]) {
        matched = 1;
      } else {
        passed[count++] = typed[i];
      }
    }
    return new Scan(ByteBuffer.wrap(passed, 0, count), false);
  }
}
