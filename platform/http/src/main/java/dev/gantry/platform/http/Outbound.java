package dev.gantry.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Bytes on their way from a blocking writer to the event loop, which sends them in order. A
/// bounded number is under way: then the writer waits for the client.
final class Outbound {
  private static final int WINDOW = 256 << 10;

  /// The most bytes in one piece, so that several fit into the window.
  static final int MAX_PIECE = 64 << 10;

  private final Channel channel;
  private final Semaphore window = new Semaphore(WINDOW);
  private volatile @Nullable Throwable failure;

  /// Confined to the loop.
  private @Nullable ChannelFuture lastWrite;

  Outbound(Channel channel) {
    this.channel = channel;
  }

  /// Sends an array that nobody changes any more. Waits while too much is under way.
  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  /// Sends a piece of an array that nobody changes any more, at most [#MAX_PIECE] bytes.
  void write(byte[] bytes, int offset, int length) throws IOException {
    write(Unpooled.wrappedBuffer(bytes, offset, length), () -> {});
  }

  /// Sends the last bytes of HTTP, and runs an action on the loop right after they were handed to
  /// the socket.
  void writeLast(byte[] bytes, Runnable then) throws IOException {
    write(Unpooled.wrappedBuffer(bytes), then);
  }

  private void write(ByteBuf bytes, Runnable then) throws IOException {
    int cost = bytes.readableBytes();
    acquire(cost);
    channel
        .eventLoop()
        .execute(
            () -> {
              send(bytes).addListener((ChannelFutureListener) done -> written(done, cost));
              then.run();
            });
  }

  private void written(ChannelFuture done, int cost) {
    if (!done.isSuccess()) {
      failure = done.cause();
    }
    window.release(cost);
  }

  private void acquire(int cost) throws IOException {
    requireOpen();
    if (window.tryAcquire(cost)) {
      return;
    }
    try {
      window.acquire(cost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing to the client");
    }
    try {
      requireOpen();
    } catch (IOException e) {
      window.release(cost);
      throw e;
    }
  }

  private void requireOpen() throws IOException {
    Throwable reason = failure;
    if (reason != null) {
      throw new IOException("the client is gone: " + reason.getMessage(), reason);
    }
    if (!channel.isActive()) {
      throw new IOException("the client is gone");
    }
  }

  /// Like [#write], on the event loop, and without waiting. For short messages.
  void writeOnLoop(byte[] bytes) {
    send(Unpooled.wrappedBuffer(bytes))
        .addListener((ChannelFutureListener) done -> written(done, 0));
  }

  private ChannelFuture send(ByteBuf bytes) {
    ChannelFuture write = channel.writeAndFlush(bytes);
    lastWrite = write;
    return write;
  }

  /// Closes our half once everything has been sent.
  void shutdown() {
    channel.eventLoop().execute(() -> shutdownOnLoop(() -> {}));
  }

  /// Like [#shutdown], on the event loop; runs an action once it is done.
  void shutdownOnLoop(Runnable then) {
    afterLastWrite(
        () -> {
          shutdownNow();
          then.run();
        });
  }

  /// Runs an action once everything has been sent. On the event loop.
  void afterLastWrite(Runnable action) {
    if (lastWrite == null || lastWrite.isDone()) {
      action.run();
    } else {
      lastWrite.addListener(_ -> action.run());
    }
  }

  /// Whether something could not be sent.
  boolean hasFailed() {
    return failure != null;
  }

  private void shutdownNow() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      // The close_notify alert is TLS's own half-close; the socket stays open for both directions.
      var _ = tls.closeOutbound();
    } else if (channel.isActive() && channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    }
  }
}
