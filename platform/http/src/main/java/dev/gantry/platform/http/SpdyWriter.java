package dev.gantry.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Puts SPDY/3.1 frames together and sends them, from any thread, each in one piece and at once.
/// Keeps the windows of what the peer is willing to take.
final class SpdyWriter implements AutoCloseable {
  static final int REFUSED_STREAM = 3;
  static final int CANCEL = 5;

  private static final int DEFAULT_WINDOW = 64 << 10;

  /// Small enough that streams take turns.
  private static final int MAX_DATA = 16 << 10;

  private final OutputStream out;
  private final SpdyHeaderBlocks blocks = new SpdyHeaderBlocks();
  private final ReentrantLock sending = new ReentrantLock();
  private boolean broken;

  private final ReentrantLock windows = new ReentrantLock();
  private final Condition opened = windows.newCondition();

  /// What each stream may still send, by id; 0 stands for all together.
  private final Map<Integer, Long> window = new HashMap<>();

  private int initialWindow = DEFAULT_WINDOW;
  private boolean peerKnowsWindows;
  private @Nullable IOException lost;

  SpdyWriter(OutputStream out) {
    this.out = out;
    window.put(0, (long) DEFAULT_WINDOW);
  }

  /// Accepts a stream.
  void reply(int id) throws IOException {
    windows.lock();
    try {
      window.put(id, (long) initialWindow);
    } finally {
      windows.unlock();
    }
    sending.lock();
    try {
      // Packed under the lock: blocks must arrive in the order they were packed in.
      var body = new ByteArrayOutputStream();
      var fields = new DataOutputStream(body);
      fields.writeInt(id);
      fields.write(blocks.encode(Map.of()));
      control(SpdyReader.SYN_REPLY, 0, body.toByteArray());
    } finally {
      sending.unlock();
    }
  }

  /// Sends bytes of a stream. Waits for the peer.
  void data(int id, byte[] bytes, int offset, int length) throws IOException {
    for (int sent = 0; sent < length; ) {
      int piece = claim(id, Math.min(length - sent, MAX_DATA));
      send(id, piece, bytes, offset + sent, piece);
      sent += piece;
    }
  }

  /// Says that a stream has no more.
  void finish(int id) throws IOException {
    send(id, SpdyReader.FLAG_FIN << 24, new byte[0], 0, 0);
  }

  void reset(int id, int status) throws IOException {
    control(SpdyReader.RST_STREAM, id, status);
  }

  void ping(int id) throws IOException {
    control(SpdyReader.PING, id);
  }

  void goAway(int lastStream) throws IOException {
    control(SpdyReader.GOAWAY, lastStream, 0);
  }

  /// Lets the peer send more.
  void windowUpdate(int id, int delta) throws IOException {
    control(SpdyReader.WINDOW_UPDATE, id, delta);
  }

  private void control(int type, int... numbers) throws IOException {
    var body = new ByteArrayOutputStream();
    var fields = new DataOutputStream(body);
    for (int number : numbers) {
      fields.writeInt(number);
    }
    control(type, 0, body.toByteArray());
  }

  private void control(int type, int flags, byte[] body) throws IOException {
    int head = (1 << 31) | (SpdyReader.VERSION << 16) | type;
    send(head, (flags << 24) | body.length, body, 0, body.length);
  }

  private void send(int head, int flagsAndLength, byte[] bytes, int offset, int length)
      throws IOException {
    var start = new ByteArrayOutputStream(8);
    var fields = new DataOutputStream(start);
    fields.writeInt(head);
    fields.writeInt(flagsAndLength);
    sending.lock();
    try {
      if (broken) {
        throw new IOException("the SPDY connection is broken");
      }
      // An interrupt may leave half a frame behind; nothing may follow it.
      broken = true;
      byte[] frame = Arrays.copyOf(start.toByteArray(), 8 + length);
      System.arraycopy(bytes, offset, frame, 8, length);
      out.write(frame);
      out.flush();
      broken = false;
    } finally {
      sending.unlock();
    }
  }

  /// Waits until a stream may send at least something, and takes that from its window.
  private int claim(int id, int wanted) throws IOException {
    windows.lock();
    try {
      while (true) {
        if (lost != null) {
          throw new IOException(lost.getMessage(), lost);
        }
        Long own = window.get(id);
        long all = window.getOrDefault(0, 0L);
        if (own == null) {
          throw new IOException("SPDY stream " + id + " is closed");
        }
        int piece = peerKnowsWindows ? (int) Math.min(wanted, Math.min(own, all)) : wanted;
        if (piece > 0) {
          window.put(id, own - piece);
          window.put(0, all - piece);
          return piece;
        }
        opened.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the client to take more");
    } finally {
      windows.unlock();
    }
  }

  /// The peer takes more of a stream, or of all.
  void openWindow(int id, int delta) {
    windows.lock();
    try {
      peerKnowsWindows = true;
      window.computeIfPresent(id, (_, old) -> Math.min(old + delta, Integer.MAX_VALUE));
      opened.signalAll();
    } finally {
      windows.unlock();
    }
  }

  /// The peer has chosen another size for the window of each stream.
  void initialWindow(int bytes) {
    windows.lock();
    try {
      peerKnowsWindows = true;
      int change = bytes - initialWindow;
      initialWindow = bytes;
      window.replaceAll((id, old) -> id == 0 ? old : old + change);
      opened.signalAll();
    } finally {
      windows.unlock();
    }
  }

  /// A stream sends no more.
  void forget(int id) {
    windows.lock();
    try {
      window.remove(id);
      opened.signalAll();
    } finally {
      windows.unlock();
    }
  }

  /// The connection is gone; nobody waits for windows any more.
  void lose(IOException reason) {
    windows.lock();
    try {
      if (lost == null) {
        lost = reason;
      }
      opened.signalAll();
    } finally {
      windows.unlock();
    }
  }

  @Override
  public void close() {
    sending.lock();
    try {
      broken = true;
      blocks.close();
    } finally {
      sending.unlock();
    }
  }
}
