package dev.gantry.platform.http;

import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's end of SPDY/3.1 over any pair of byte streams: an upgraded connection, or the
/// messages of a WebSocket.
///
/// The client opens streams; [#accept] hands them out, to be answered with [SpdyStream#reply] or
/// [SpdyStream#refuse]. A thread of the connection's own reads frames, answers pings, and runs
/// `whenLost` once no more frames can come, whatever the reason. It waits while a stream that
/// nobody reads has [SpdyStream#WINDOW] bytes lying about.
///
/// **Flow control is the peer's choice.** The Go library behind kubectl neither sends window
/// updates nor keeps to a window: waiting for one would wait for ever. So windows bind us only once
/// the peer has shown that it knows them; until then the socket alone slows us down. What the peer
/// sends is always credited.
public final class SpdyConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpdyConnection.class);

  /// More streams at a time are refused.
  private static final int MAX_STREAMS = 1000;

  private final SpdyReader reader;
  private final SpdyWriter writer;
  private final Runnable whenLost;
  private final Map<Integer, SpdyStream> streams = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Optional<SpdyStream>> opened = new LinkedBlockingQueue<>();
  private final OwnedThread thread;
  private int uncredited;
  private volatile int lastStream;
  private volatile boolean closed;

  private SpdyConnection(InputStream in, OutputStream out, Runnable whenLost) {
    this.reader = new SpdyReader(in, this);
    this.writer = new SpdyWriter(out);
    this.whenLost = whenLost;
    this.thread = OwnedThread.virtual("spdy", this::read);
  }

  /// Starts to read. The streams stay the caller's to close.
  ///
  /// @param whenLost runs once, on the connection's thread, when the client has left or broken the
  ///     protocol; not after [#close]
  public static SpdyConnection serve(InputStream in, OutputStream out, Runnable whenLost) {
    return new SpdyConnection(in, out, whenLost);
  }

  /// Waits for the client to open a stream; empty when no more will come, or none came in time.
  public Optional<SpdyStream> accept(Duration patience) throws InterruptedException {
    Optional<SpdyStream> next = opened.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return next == null ? Optional.empty() : passOn(next);
  }

  /// Waits for the client to open a stream; empty when no more will come.
  public Optional<SpdyStream> accept() throws InterruptedException {
    return passOn(opened.take());
  }

  /// Leaves the sign of the end where the next caller finds it too.
  private Optional<SpdyStream> passOn(Optional<SpdyStream> next) {
    if (next.isEmpty()) {
      opened.add(next);
    }
    return next;
  }

  private void read() {
    IOException reason;
    try {
      while (reader.readFrame()) {}
      reason = new EOFException("the client has closed the SPDY connection");
    } catch (IOException e) {
      reason = e;
    }
    if (!closed) {
      log.debug("SPDY connection ended cause={}", reason.toString());
    }
    lose(reason);
    if (!closed) {
      whenLost.run();
    }
  }

  private void lose(IOException reason) {
    opened.add(Optional.empty());
    writer.lose(reason);
    streams.values().forEach(stream -> stream.lose(reason));
    streams.clear();
  }

  void opened(int id, boolean finished, Map<String, String> headers) throws IOException {
    if (id <= lastStream || id % 2 == 0) {
      throw new IOException("SPDY stream " + id + " opened after " + lastStream);
    }
    lastStream = id;
    if (streams.size() >= MAX_STREAMS) {
      writer.reset(id, SpdyWriter.REFUSED_STREAM);
      return;
    }
    var stream = new SpdyStream(this, writer, id, headers);
    streams.put(id, stream);
    if (finished) {
      stream.inputEnded();
    }
    opened.add(Optional.of(stream));
  }

  /// Takes the data of a frame from the connection; data of a stream that is gone is lost.
  void data(int id, byte[] bytes) throws IOException {
    uncredited += bytes.length;
    if (uncredited >= SpdyStream.WINDOW / 2) {
      int portion = uncredited;
      uncredited = 0;
      writer.windowUpdate(0, portion);
    }
    SpdyStream stream = streams.get(id);
    if (stream != null) {
      stream.received(bytes);
    }
  }

  void inputEnded(int id) {
    SpdyStream stream = streams.get(id);
    if (stream != null) {
      stream.inputEnded();
    }
  }

  void reset(int id) {
    SpdyStream stream = streams.remove(id);
    if (stream != null) {
      stream.lose(new IOException("the client has reset SPDY stream " + id));
    }
  }

  void ping(int id) throws IOException {
    // Even ones would answer pings of ours, and we send none.
    if (id % 2 != 0) {
      writer.ping(id);
    }
  }

  void goAway() {
    opened.add(Optional.empty());
  }

  void windowUpdate(int id, int delta) {
    writer.openWindow(id, delta);
  }

  void initialWindow(int bytes) {
    writer.initialWindow(bytes);
  }

  /// A stream is done in both directions.
  void forget(SpdyStream stream) {
    streams.remove(stream.id());
  }

  /// Tells the client to go, and waits until nothing is read any more. Streams still open fail.
  @Override
  public void close() {
    closed = true;
    try {
      writer.goAway(lastStream);
    } catch (IOException e) {
      log.debug("SPDY client left before the end cause={}", e.toString());
    }
    thread.close();
    lose(new IOException("the SPDY connection is closed"));
    reader.close();
    writer.close();
  }
}
