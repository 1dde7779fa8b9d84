package dev.gantry.platform.http;

import dev.gantry.platform.lifecycle.OwnedThread;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdyWindowUpdateFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.handler.codec.spdy.SpdyWindowUpdateFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// A SPDY client on Netty's codec, so that ours is not tested against itself.
public final class SpdyTestClient implements AutoCloseable {
  private static final byte[] END = new byte[0];

  private final EmbeddedChannel codec =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
  private final OutputStream out;
  private final ReentrantLock sending = new ReentrantLock();
  private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();
  private final OwnedThread reader;
  private int nextId = 1;

  /// Answers to pings.
  public final BlockingQueue<Integer> pongs = new LinkedBlockingQueue<>();

  /// Falls when the server says that it goes.
  public final CountDownLatch goAway = new CountDownLatch(1);

  /// Window updates that came for all streams together, in bytes.
  public final AtomicInteger credited = new AtomicInteger();

  public SpdyTestClient(InputStream in, OutputStream out) {
    this.out = out;
    this.reader = OwnedThread.virtual("spdy test client", () -> read(in));
  }

  /// A stream as the client sees it.
  public final class Stream {
    private final int id;
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final CountDownLatch replied = new CountDownLatch(1);
    public final CountDownLatch reset = new CountDownLatch(1);

    /// Window updates for this stream, in bytes.
    public final AtomicInteger credited = new AtomicInteger();

    private Stream(int id) {
      this.id = id;
    }

    public void write(byte[] bytes) throws IOException {
      send(new DefaultSpdyDataFrame(id, Unpooled.wrappedBuffer(bytes)));
    }

    /// Sends no more.
    public void finish() throws IOException {
      var frame = new DefaultSpdyDataFrame(id);
      frame.setLast(true);
      send(frame);
    }

    public void reset() throws IOException {
      send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.CANCEL));
    }

    public void openWindow(int bytes) throws IOException {
      send(new DefaultSpdyWindowUpdateFrame(id, bytes));
    }

    public boolean awaitReply() throws InterruptedException {
      return replied.await(10, TimeUnit.SECONDS);
    }

    /// Everything up to the end of the stream.
    public byte[] readAll() throws InterruptedException {
      var all = Unpooled.buffer();
      for (byte[] piece = received.take(); piece.length > 0; piece = received.take()) {
        all.writeBytes(piece);
      }
      return Arrays.copyOf(all.array(), all.writerIndex());
    }

    public byte[] read(int length) throws InterruptedException {
      var all = Unpooled.buffer();
      while (all.readableBytes() < length) {
        all.writeBytes(received.take());
      }
      return Arrays.copyOf(all.array(), all.writerIndex());
    }

    /// What has come and was not read, in bytes.
    public int pending() {
      return received.stream().mapToInt(piece -> piece.length).sum();
    }
  }

  /// Opens a stream, without waiting for the server's reply.
  public Stream open(String... headers) throws IOException {
    Stream stream;
    DefaultSpdySynStreamFrame frame;
    synchronized (codec) {
      stream = new Stream(nextId);
      frame = new DefaultSpdySynStreamFrame(nextId, 0, (byte) 0);
      nextId += 2;
    }
    for (int i = 0; i < headers.length; i += 2) {
      frame.headers().add(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
    }
    streams.put(stream.id, stream);
    send(frame);
    return stream;
  }

  public void ping(int id) throws IOException {
    send(new DefaultSpdyPingFrame(id));
  }

  public void openSessionWindow(int bytes) throws IOException {
    send(new DefaultSpdyWindowUpdateFrame(0, bytes));
  }

  /// Encodes and writes in one order, without keeping the reader from its codec meanwhile.
  private void send(Object frame) throws IOException {
    sending.lock();
    try {
      byte[] array;
      synchronized (codec) {
        codec.writeOutbound(frame);
        var all = Unpooled.buffer();
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
          all.writeBytes(bytes);
          bytes.release();
        }
        array = Arrays.copyOf(all.array(), all.writerIndex());
      }
      out.write(array);
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  private void read(InputStream in) {
    byte[] piece = new byte[8 << 10];
    try {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        synchronized (codec) {
          codec.writeInbound(Unpooled.copiedBuffer(piece, 0, n));
          for (Object frame = codec.readInbound(); frame != null; frame = codec.readInbound()) {
            received(frame);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      streams.values().forEach(stream -> stream.received.add(END));
    }
  }

  private void received(Object frame) {
    switch (frame) {
      case SpdyDataFrame data -> {
        byte[] bytes = new byte[data.content().readableBytes()];
        data.content().readBytes(bytes);
        data.release();
        Stream stream = stream(data.streamId());
        if (bytes.length > 0) {
          stream.received.add(bytes);
        }
        if (data.isLast()) {
          stream.received.add(END);
        }
      }
      case SpdySynReplyFrame reply -> stream(reply.streamId()).replied.countDown();
      case SpdyRstStreamFrame reset -> {
        Stream stream = stream(reset.streamId());
        stream.received.add(END);
        stream.reset.countDown();
      }
      case SpdyPingFrame ping -> pongs.add(ping.id());
      case SpdyGoAwayFrame _ -> goAway.countDown();
      case SpdyWindowUpdateFrame update ->
          (update.streamId() == 0 ? credited : stream(update.streamId()).credited)
              .addAndGet(update.deltaWindowSize());
      default -> throw new IllegalStateException("unexpected " + frame);
    }
  }

  private Stream stream(int id) {
    Stream stream = streams.get(id);
    if (stream == null) {
      throw new IllegalStateException("no stream " + id);
    }
    return stream;
  }

  @Override
  public void close() {
    reader.close();
    var _ = codec.close();
  }
}
