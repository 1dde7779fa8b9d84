package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A unix socket of the kinds and with the abilities that Java's own lack: records, passed
/// descriptors, paths of any length. See
/// [unix(7)](https://man7.org/linux/man-pages/man7/unix.7.html).
///
/// The plain methods block and are called on platform threads. Those with `Now` in their name
/// never block; a [Poller] or [PollWaiter] tells when they are worth calling.
public final class UnixSocket implements AutoCloseable {
  /// How bytes travel.
  public enum Kind {
    STREAM(1),
    /// Records: each send is received whole. The buffer has room for the longest, or the receive
    /// fails with `EMSGSIZE`. Empty records cannot be told from the end: do not send them.
    SEQUENCED_PACKET(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /// Two sockets connected to each other.
  public record Pair(UnixSocket left, UnixSocket right) {}

  /// A direction in which a socket can be closed.
  public enum Direction {
    INPUT(0),
    OUTPUT(1),
    BOTH(2);

    private final int number;

    Direction(int number) {
      this.number = number;
    }
  }

  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_PEERCRED = 17;

  private final Fd fd;

  /// Takes ownership of a descriptor that is a unix socket.
  public UnixSocket(Fd fd) {
    this.fd = fd;
  }

  /// Connects to a listening socket of the host. Blocks while the listener's queue is full. See
  /// [connect(2)](https://man7.org/linux/man-pages/man2/connect.2.html).
  public static UnixSocket connect(Kind kind, Path path) throws ErrnoException {
    var socket = create(kind);
    try {
      SocketAddresses.existing(path, (call, address) -> socket.connect(call, address, path));
      return socket;
    } catch (ErrnoException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /// Listens on a path, which must not exist yet. See
  /// [bind(2)](https://man7.org/linux/man-pages/man2/bind.2.html) and
  /// [listen(2)](https://man7.org/linux/man-pages/man2/listen.2.html).
  ///
  /// @param permissions of the socket's file from its first moment, reduced by the umask
  public static UnixSocket listen(Kind kind, Path path, int permissions, int backlog)
      throws ErrnoException {
    var socket = create(kind);
    try {
      // Before bind(2), this decides the mode of the file that bind makes.
      socket.fd.chmod(permissions);
      SocketAddresses.fresh(path, (call, address) -> socket.bind(call, address, path));
      NativeCall.call(Syscall.LISTEN, socket.fd.number(), backlog);
      return socket;
    } catch (ErrnoException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /// See [socketpair(2)](https://man7.org/linux/man-pages/man2/socketpair.2.html).
  public static Pair pair(Kind kind) throws ErrnoException {
    try (var call = new NativeCall()) {
      var fds = call.allocate(8);
      call.invoke(Syscall.SOCKETPAIR, SocketAddresses.AF_UNIX, typeOf(kind), 0, fds.address());
      return new Pair(
          new UnixSocket(Fd.adopt(fds.get(ValueLayout.JAVA_INT, 0))),
          new UnixSocket(Fd.adopt(fds.get(ValueLayout.JAVA_INT, 4))));
    }
  }

  private static UnixSocket create(Kind kind) throws ErrnoException {
    return new UnixSocket(
        Fd.adopt(NativeCall.call(Syscall.SOCKET, SocketAddresses.AF_UNIX, typeOf(kind), 0)));
  }

  /// `SOCK_CLOEXEC` has the value of `O_CLOEXEC`.
  private static long typeOf(Kind kind) {
    return kind.number | OpenFlag.CLOSE_ON_EXEC;
  }

  private void connect(NativeCall call, long address, Path path) throws ErrnoException {
    call.invokeOn(path.toString(), Syscall.CONNECT, call.fd(fd), address, SocketAddresses.SIZE);
  }

  private void bind(NativeCall call, long address, Path path) throws ErrnoException {
    call.invokeOn(path.toString(), Syscall.BIND, call.fd(fd), address, SocketAddresses.SIZE);
  }

  /// The descriptor, which stays owned by this object.
  public Fd fd() {
    return fd;
  }

  /// Waits for a connection. See
  /// [accept4(2)](https://man7.org/linux/man-pages/man2/accept.2.html).
  public UnixSocket accept() throws ErrnoException {
    try (var call = new NativeCall()) {
      long accepted = call.invoke(Syscall.ACCEPT4, call.fd(fd), 0, 0, OpenFlag.CLOSE_ON_EXEC);
      return new UnixSocket(Fd.adopt(accepted));
    }
  }

  /// Sends all that remains in `source`; of records, it is one. Fails with `EPIPE` when the peer
  /// is gone.
  public void send(ByteBuffer source) throws ErrnoException {
    send(source, List.of());
  }

  /// Sends bytes, one at least, and with them descriptors, which stay open here.
  public void send(ByteBuffer source, List<Fd> fds) throws ErrnoException {
    var unsent = fds;
    do {
      advance(source, check("sendmsg", trySend(source, unsent, 0)));
      unsent = List.of();
    } while (source.hasRemaining());
  }

  /// Sends what can be sent without waiting.
  ///
  /// @return the number of bytes, by which the position moves; 0 when nothing can be sent now
  public int sendNow(ByteBuffer source) throws ErrnoException {
    if (!source.hasRemaining()) {
      return 0;
    }
    long count = trySend(source, List.of(), SocketMessage.DONT_WAIT);
    if (count == -Errno.EAGAIN.number()) {
      return 0;
    }
    advance(source, check("sendmsg", count));
    return (int) count;
  }

  private long trySend(ByteBuffer source, List<Fd> fds, int flags) {
    try (var call = new NativeCall()) {
      return SocketMessage.send(call, call.fd(fd), source, fds, flags);
    }
  }

  private static void advance(ByteBuffer source, long count) {
    source.position(source.position() + (int) count);
  }

  /// Waits for bytes, of records for one.
  ///
  /// @return the number of bytes, or -1 at the end
  public int receive(ByteBuffer target) throws ErrnoException {
    return receive(target, new ArrayList<>(), 0);
  }

  /// Waits for bytes and takes the descriptors that come with them.
  ///
  /// @param fds receives the descriptors, which the caller owns then
  /// @param maximum how many descriptors are expected; with more, the receive fails
  /// @return the number of bytes, or -1 at the end
  public int receive(ByteBuffer target, List<Fd> fds, int maximum) throws ErrnoException {
    try (var call = new NativeCall()) {
      long count = SocketMessage.receive(call, call.fd(fd), target, fds, maximum, 0);
      return endIfZero(check("recvmsg", count));
    }
  }

  /// Receives what is there without waiting.
  ///
  /// @return the number of bytes, or -1 at the end, or 0 when there is nothing now
  public int receiveNow(ByteBuffer target) throws ErrnoException {
    try (var call = new NativeCall()) {
      long count =
          SocketMessage.receive(
              call, call.fd(fd), target, new ArrayList<>(), 0, SocketMessage.DONT_WAIT);
      return count == -Errno.EAGAIN.number() ? 0 : endIfZero(check("recvmsg", count));
    }
  }

  private static int endIfZero(long count) {
    return count == 0 ? -1 : (int) count;
  }

  private static long check(String call, long result) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException(call, (int) -result);
    }
    return result;
  }

  /// Closes one direction or both for everybody who has this socket; wakes who waits in it. See
  /// [shutdown(2)](https://man7.org/linux/man-pages/man2/shutdown.2.html).
  public void shutdown(Direction direction) throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invoke(Syscall.SHUTDOWN, call.fd(fd), direction.number);
    }
  }

  /// See `SO_RCVBUF` in [socket(7)](https://man7.org/linux/man-pages/man7/socket.7.html); the
  /// kernel doubles it, and limits it to `net.core.rmem_max`.
  public void setReceiveBuffer(int size) throws ErrnoException {
    setOption(SO_RCVBUF, size);
  }

  /// See `SO_SNDBUF` in [socket(7)](https://man7.org/linux/man-pages/man7/socket.7.html). On unix
  /// sockets this is what limits how much can be under way.
  public void setSendBuffer(int size) throws ErrnoException {
    setOption(SO_SNDBUF, size);
  }

  private void setOption(int option, int value) throws ErrnoException {
    try (var call = new NativeCall()) {
      var memory = call.allocate(4);
      memory.set(ValueLayout.JAVA_INT, 0, value);
      call.invoke(Syscall.SETSOCKOPT, call.fd(fd), SOL_SOCKET, option, memory.address(), 4);
    }
  }

  /// Who is at the other end.
  public PeerCredentials peer() throws ErrnoException {
    try (var call = new NativeCall()) {
      var credentials = call.allocate(12);
      var length = call.allocate(4);
      length.set(ValueLayout.JAVA_INT, 0, 12);
      call.invoke(
          Syscall.GETSOCKOPT,
          call.fd(fd),
          SOL_SOCKET,
          SO_PEERCRED,
          credentials.address(),
          length.address());
      return new PeerCredentials(
          credentials.get(ValueLayout.JAVA_INT, 0),
          Integer.toUnsignedLong(credentials.get(ValueLayout.JAVA_INT, 4)),
          Integer.toUnsignedLong(credentials.get(ValueLayout.JAVA_INT, 8)));
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
