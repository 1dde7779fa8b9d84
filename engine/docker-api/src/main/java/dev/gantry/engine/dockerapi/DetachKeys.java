package dev.gantry.engine.dockerapi;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/// Finds the keys by which a user leaves an attached terminal, by default ctrl-p ctrl-q, in what
/// comes from a client. The beginning of a sequence is held back until it is known whether the
/// rest follows, and passed on if it does not.
final class DetachKeys {
  private static final byte[] DEFAULT = {16, 17};
  private static final String CONTROL = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

  private final byte[] sequence;
  private int matched;
  private boolean found;

  private DetachKeys(byte[] sequence) {
    this.sequence = sequence;
  }

  /// Reads `ctrl-p,ctrl-q` or `a,b`; empty means the default.
  static DetachKeys parse(String text) {
    if (text.isEmpty()) {
      return new DetachKeys(DEFAULT);
    }
    String[] keys = text.split(",", -1);
    byte[] sequence = new byte[keys.length];
    for (int i = 0; i < keys.length; i++) {
      sequence[i] = code(keys[i]);
    }
    return new DetachKeys(sequence);
  }

  private static byte code(String key) {
    if (key.length() == 1) {
      return (byte) key.charAt(0);
    }
    if (key.startsWith("ctrl-") && key.length() == 6) {
      int index = CONTROL.indexOf(key.substring(5).toLowerCase(Locale.ROOT));
      if (index >= 0) {
        return (byte) index;
      }
    }
    throw new InvalidArgumentException("Unknown character: '" + key + "'");
  }

  /// Takes bytes from the client and returns those to pass on now.
  byte[] feed(byte[] input, int length) {
    var pass = new ByteArrayOutputStream(length + matched);
    for (int i = 0; i < length && !found; i++) {
      byte key = input[i];
      if (key != sequence[matched] && matched > 0) {
        pass.write(sequence, 0, matched);
        matched = 0;
      }
      if (key == sequence[matched]) {
        matched++;
        found = matched == sequence.length;
      } else {
        pass.write(key);
      }
    }
    return pass.toByteArray();
  }

  /// What was held back, when no more input comes.
  byte[] rest() {
    byte[] rest = found ? new byte[0] : java.util.Arrays.copyOf(sequence, matched);
    matched = 0;
    return rest;
  }

  /// Whether the user wants to leave.
  boolean found() {
    return found;
  }
}
