package dev.gantry.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells a client that has left from one that only sends no more.
///
/// The kernel knows the difference: EPOLLRDHUP says that the client closed its half, EPOLLHUP
/// and EPOLLERR that nothing can be sent to it either. Netty handles the first and hides the
/// others, so a handler that waits without writing would never learn that its client is gone;
/// worse, since Netty registers without edge triggering, the loop would spin on the event. This
/// wraps Netty's own IO handler, lets it handle each event first, and then reports.
///
/// On unix sockets EPOLLHUP comes as soon as the client closes. Over TCP a closed socket looks
/// half closed until it answers something we send with a reset; keep-alive probes provoke that.
final class PeerEvents implements IoHandlerFactory {
  private static final int EPOLLERR = 0x8;
  private static final int EPOLLHUP = 0x10;

  private final IoHandlerFactory epoll = EpollIoHandler.newFactory();
  private final Map<ThreadAwareExecutor, WatchingHandler> handlers = new ConcurrentHashMap<>();

  @Override
  public IoHandler newHandler(ThreadAwareExecutor executor) {
    var handler = new WatchingHandler(epoll.newHandler(executor));
    handlers.put(executor, handler);
    return handler;
  }

  /// Has `whenGone` run on the channel's event loop, where this must be called too, whenever
  /// the kernel reports that the peer is gone.
  void watch(Channel channel, Runnable whenGone) {
    WatchingHandler handler = handlers.get((ThreadAwareExecutor) channel.eventLoop());
    WatchedHandle handle = handler == null ? null : handler.handles.get(channel.unsafe());
    if (handle == null) {
      throw new IllegalStateException("channel " + channel + " is not registered");
    }
    handle.whenGone = whenGone;
  }

  private static final class WatchingHandler implements IoHandler {
    private final IoHandler delegate;

    /// By the channel's unsafe, which Netty registers as its handle. Confined to the loop.
    private final IdentityHashMap<Object, WatchedHandle> handles = new IdentityHashMap<>();

    WatchingHandler(IoHandler delegate) {
      this.delegate = delegate;
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
      return delegate.register(new WatchedHandle((EpollIoHandle) handle, handles));
    }

    @Override
    public void initialize() {
      delegate.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
      return delegate.run(context);
    }

    @Override
    public void prepareToDestroy() {
      delegate.prepareToDestroy();
    }

    @Override
    public void destroy() {
      delegate.destroy();
    }

    @Override
    public void wakeup() {
      delegate.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
      return delegate.isCompatible(handleType);
    }
  }

  private static final class WatchedHandle implements EpollIoHandle {
    private final EpollIoHandle delegate;
    private final IdentityHashMap<Object, WatchedHandle> handles;
    private @Nullable Runnable whenGone;

    WatchedHandle(EpollIoHandle delegate, IdentityHashMap<Object, WatchedHandle> handles) {
      this.delegate = delegate;
      this.handles = handles;
    }

    @Override
    public FileDescriptor fd() {
      return delegate.fd();
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      delegate.handle(registration, event);
      int operations = ((EpollIoEvent) event).ops().value();
      if ((operations & (EPOLLHUP | EPOLLERR)) != 0 && whenGone != null) {
        whenGone.run();
      }
    }

    @Override
    public void registered() {
      handles.put(delegate, this);
      delegate.registered();
    }

    @Override
    public void unregistered() {
      handles.remove(delegate);
      delegate.unregistered();
    }

    @Override
    public void close() {
      try {
        delegate.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing channel with fd " + fd(), e);
      }
    }
  }
}
