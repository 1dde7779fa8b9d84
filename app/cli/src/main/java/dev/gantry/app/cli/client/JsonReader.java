package dev.gantry.app.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON values from a stream, one after another.
///
/// Our own because loading a library costs a command that lives for a tenth of a second more
/// than everything else it does (docs/decisions/0071). It reads what engines write and refuses
/// the rest; it never looks further than the end of a value, so that a stream of events yields
/// each at once.
final class JsonReader {
  private static final int DEEPEST = 512;

  private final InputStream in;
  private final byte[] buffer;
  private int position;
  private int limit;
  private int depth;
  private byte[] text = new byte[64];

  JsonReader(InputStream in) {
    this.in = in;
    this.buffer = new byte[8192];
  }

  JsonReader(byte[] json) {
    this.in = InputStream.nullInputStream();
    this.buffer = json;
    this.limit = json.length;
  }

  /// Whether another value follows; waits for it, or for the end.
  boolean hasNext() throws IOException {
    return peek() >= 0;
  }

  Object value() throws IOException {
    int c = peek();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", JsonNull.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected(c);
    };
  }

  private JsonObject object() throws IOException {
    enter();
    Map<String, Object> fields = new LinkedHashMap<>();
    if (peek() == '}') {
      position++;
    } else {
      do {
        if (peek() != '"') {
          throw unexpected(peek());
        }
        String name = string();
        expect(':');
        fields.put(name, value());
      } while (another('}'));
    }
    depth--;
    return new JsonObject(fields);
  }

  private List<Object> array() throws IOException {
    enter();
    List<Object> items = new ArrayList<>();
    if (peek() == ']') {
      position++;
    } else {
      do {
        items.add(value());
      } while (another(']'));
    }
    depth--;
    return items;
  }

  private void enter() throws IOException {
    position++;
    if (++depth > DEEPEST) {
      throw new IOException("JSON nested too deeply");
    }
  }

  private boolean another(char close) throws IOException {
    int c = peek();
    if (c != ',' && c != close) {
      throw unexpected(c);
    }
    position++;
    return c == ',';
  }

  private void expect(char wanted) throws IOException {
    int c = peek();
    if (c != wanted) {
      throw unexpected(c);
    }
    position++;
  }

  private Object word(String word, Object value) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      int c = read();
      if (c != word.charAt(i)) {
        throw unexpected(c);
      }
    }
    return value;
  }

  private JsonNumber number() throws IOException {
    int length = 0;
    while (position < limit || fill()) {
      byte c = buffer[position];
      if (!((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E')) {
        break;
      }
      length = append(length, c);
      position++;
    }
    return new JsonNumber(new String(text, 0, length, StandardCharsets.ISO_8859_1));
  }

  private String string() throws IOException {
    position++;
    int length = 0;
    while (true) {
      int c = read();
      if (c == '"') {
        return new String(text, 0, length, StandardCharsets.UTF_8);
      }
      if (c < 0) {
        throw new EOFException("unexpected end of JSON input");
      }
      length = c == '\\' ? escape(length) : append(length, (byte) c);
    }
  }

  private int escape(int length) throws IOException {
    int c = read();
    return switch (c) {
      case 'n' -> append(length, (byte) '\n');
      case 't' -> append(length, (byte) '\t');
      case 'r' -> append(length, (byte) '\r');
      case 'b' -> append(length, (byte) '\b');
      case 'f' -> append(length, (byte) '\f');
      case 'u' -> unicode(length);
      case '"', '\\', '/' -> append(length, (byte) c);
      default -> throw unexpected(c);
    };
  }

  /// A code point outside the basic plane comes as two escapes in a row.
  private int unicode(int start) throws IOException {
    int length = start;
    int unit = hex();
    int codePoint = unit;
    if (Character.isHighSurrogate((char) unit)
        && (position < limit || fill())
        && buffer[position] == '\\') {
      position++;
      expectRaw('u');
      int low = hex();
      codePoint =
          Character.isLowSurrogate((char) low)
              ? Character.toCodePoint((char) unit, (char) low)
              : 0xFFFD;
    }
    boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    String character = Character.toString(lone ? 0xFFFD : codePoint);
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      length = append(length, b);
    }
    return length;
  }

  private void expectRaw(char wanted) throws IOException {
    int c = read();
    if (c != wanted) {
      throw unexpected(c);
    }
  }

  private int hex() throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int c = read();
      int digit = Character.digit(c, 16);
      if (digit < 0) {
        throw unexpected(c);
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private int append(int length, byte b) {
    if (length == text.length) {
      byte[] larger = new byte[length * 2];
      System.arraycopy(text, 0, larger, 0, length);
      text = larger;
    }
    text[length] = b;
    return length + 1;
  }

  /// The next byte that is not white space, left in place; -1 at the end.
  private int peek() throws IOException {
    while (position < limit || fill()) {
      byte c = buffer[position];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c & 0xff;
      }
      position++;
    }
    return -1;
  }

  private int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    if (count <= 0) {
      return false;
    }
    position = 0;
    limit = count;
    return true;
  }

  private static IOException unexpected(int c) {
    return c < 0
        ? new EOFException("unexpected end of JSON input")
        : new IOException("invalid character '" + (char) c + "' in JSON");
  }
}
