package dev.gantry.platform.http;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/// Takes SPDY/3 frames apart (sections 2.2 and 2.6) and tells the connection what they say.
final class SpdyReader implements AutoCloseable {
  static final int VERSION = 3;
  static final int SYN_STREAM = 1;
  static final int SYN_REPLY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int HEADERS = 8;
  static final int WINDOW_UPDATE = 9;

  static final int FLAG_FIN = 1;
  private static final int FLAG_UNIDIRECTIONAL = 2;
  private static final int INITIAL_WINDOW_SIZE = 7;

  /// The most a control frame may have; data frames are taken in pieces, and may be longer.
  private static final int MAX_CONTROL_BYTES = 64 << 10;

  private static final int PIECE = 16 << 10;

  private final DataInputStream in;
  private final SpdyConnection connection;
  private final SpdyHeaderBlocks blocks = new SpdyHeaderBlocks();

  SpdyReader(InputStream in, SpdyConnection connection) {
    this.in = new DataInputStream(new BufferedInputStream(in, 8 << 10));
    this.connection = connection;
  }

  /// Reads one frame; false at the end of the connection.
  boolean readFrame() throws IOException {
    int start = in.read();
    if (start < 0) {
      return false;
    }
    int head = (start << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
    int flagsAndLength = in.readInt();
    int flags = flagsAndLength >>> 24;
    int length = flagsAndLength & 0xffffff;
    if (head >= 0) {
      data(head, flags, length);
    } else {
      control(head, flags, length);
    }
    return true;
  }

  private void data(int id, int flags, int length) throws IOException {
    for (int left = length; left > 0; ) {
      byte[] piece = new byte[Math.min(left, PIECE)];
      in.readFully(piece);
      left -= piece.length;
      connection.data(id, piece);
    }
    if ((flags & FLAG_FIN) != 0) {
      connection.inputEnded(id);
    }
  }

  private void control(int head, int flags, int length) throws IOException {
    int version = (head >>> 16) & 0x7fff;
    int type = head & 0xffff;
    if (version != VERSION) {
      throw new IOException("SPDY version " + version + " is not supported");
    }
    if (length > MAX_CONTROL_BYTES) {
      throw new IOException("SPDY control frame of " + length + " bytes");
    }
    byte[] body = new byte[length];
    in.readFully(body);
    var fields = new Fields(body);
    switch (type) {
      case SYN_STREAM -> open(flags, fields);
      case SYN_REPLY, HEADERS -> {
        int id = fields.id();
        // Nobody here wants them, but the ones after them need them unpacked.
        Map<String, String> _ = blocks.decode(fields.rest());
        if ((flags & FLAG_FIN) != 0) {
          connection.inputEnded(id);
        }
      }
      case RST_STREAM -> connection.reset(fields.id());
      case SETTINGS -> settings(fields);
      case PING -> connection.ping(fields.number());
      case GOAWAY -> connection.goAway();
      case WINDOW_UPDATE -> connection.windowUpdate(fields.id(), fields.id());
      // Unknown types are to be ignored (section 2.2.1).
      default -> {}
    }
  }

  private void open(int flags, Fields fields) throws IOException {
    int id = fields.id();
    // The stream it belongs to, priority and credential slot say nothing to us.
    fields.number();
    fields.skip(2);
    Map<String, String> headers = blocks.decode(fields.rest());
    if ((flags & FLAG_UNIDIRECTIONAL) != 0) {
      throw new IOException("unidirectional SPDY streams are not supported");
    }
    connection.opened(id, (flags & FLAG_FIN) != 0, headers);
  }

  private void settings(Fields fields) throws IOException {
    int count = fields.number();
    for (int i = 0; i < count; i++) {
      int setting = fields.number() & 0xffffff;
      int value = fields.number();
      if (setting == INITIAL_WINDOW_SIZE && value >= 0) {
        connection.initialWindow(value);
      }
    }
  }

  @Override
  public void close() {
    blocks.close();
  }

  /// The body of a control frame.
  private static final class Fields {
    private final byte[] body;
    private int at;

    Fields(byte[] body) {
      this.body = body;
    }

    int number() throws IOException {
      skip(4);
      return ByteBuffer.wrap(body).getInt(at - 4);
    }

    /// 31 bits behind a reserved one.
    int id() throws IOException {
      return number() & 0x7fffffff;
    }

    void skip(int bytes) throws IOException {
      if (body.length - at < bytes) {
        throw new IOException("SPDY control frame of only " + body.length + " bytes");
      }
      at += bytes;
    }

    byte[] rest() {
      return Arrays.copyOfRange(body, at, body.length);
    }
  }
}
