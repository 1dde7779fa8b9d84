package dev.gantry.platform.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Netty, set up to start fast and to be small when idle.
final class NettyRuntime implements AutoCloseable {
  static {
    Map.of(
            // Buffers have one owner at a time here; sampling stack traces would cost us memory.
            "io.netty.leakDetection.level", "disabled",
            // Otherwise Netty lists all network interfaces to find an id for this machine.
            "io.netty.machineId", "02:00:00:00:00:00:00:01",
            "io.netty.processId", Long.toString(ProcessHandle.current().pid()),
            // The default allocator is hardly used, since every channel is given its own.
            "io.netty.allocator.type", "unpooled")
        .forEach(
            (name, value) -> {
              if (System.getProperty(name) == null) {
                System.setProperty(name, value);
              }
            });
  }

  private static final int PAGE = 8 << 10;

  /// A chunk is a page shifted by this: 256 KiB, the least memory a busy arena takes.
  private static final int CHUNK_ORDER = 5;

  private final PeerEvents peerEvents = new PeerEvents();
  private final EventLoopGroup loops;
  private final ByteBufAllocator allocator;

  NettyRuntime(int eventLoops) {
    loops =
        new MultiThreadIoEventLoopGroup(
            eventLoops, new DefaultThreadFactory("http-loop", true), peerEvents);
    // Direct memory only, one arena per loop. Request threads allocate nothing, so they need no
    // caches of their own.
    allocator = new PooledByteBufAllocator(true, 0, eventLoops, PAGE, CHUNK_ORDER, 64, 32, false);
  }

  EventLoopGroup loops() {
    return loops;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  PeerEvents peerEvents() {
    return peerEvents;
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
