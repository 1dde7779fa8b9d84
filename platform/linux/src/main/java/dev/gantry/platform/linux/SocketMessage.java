package dev.gantry.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One `sendmsg` or `recvmsg`: bytes, and descriptors as `SCM_RIGHTS`. See
/// [sendmsg(2)](https://man7.org/linux/man-pages/man2/sendmsg.2.html),
/// [recvmsg(2)](https://man7.org/linux/man-pages/man2/recvmsg.2.html) and
/// [cmsg(3)](https://man7.org/linux/man-pages/man3/cmsg.3.html).
final class SocketMessage {
  static final int DONT_WAIT = 0x40;

  private static final int MSG_CTRUNC = 0x8;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int HEADER_SIZE = 56;
  private static final int CONTROL_HEADER = 16;

  private final MemorySegment header;
  private final MemorySegment bytes;
  private final MemorySegment control;

  private SocketMessage(NativeCall call, int size, int controlSize) {
    header = call.allocate(HEADER_SIZE);
    var vector = call.allocate(16);
    bytes = call.allocate(Math.max(size, 1));
    control = call.allocate(Math.max(controlSize, 1));
    vector.set(ValueLayout.JAVA_LONG, 0, bytes.address());
    vector.set(ValueLayout.JAVA_LONG, 8, size);
    header.set(ValueLayout.JAVA_LONG, 16, vector.address());
    header.set(ValueLayout.JAVA_LONG, 24, 1);
    if (controlSize > 0) {
      header.set(ValueLayout.JAVA_LONG, 32, control.address());
      header.set(ValueLayout.JAVA_LONG, 40, controlSize);
    }
  }

  /// Sends what remains in `source`, or some of it on a stream.
  ///
  /// @return the number of bytes, or the negative errno
  static long send(NativeCall call, int socket, ByteBuffer source, List<Fd> fds, int flags) {
    int size = source.remaining();
    var message = new SocketMessage(call, size, fds.isEmpty() ? 0 : controlSize(fds.size()));
    message.bytes.asByteBuffer().put(source.duplicate());
    if (!fds.isEmpty()) {
      message.control.set(ValueLayout.JAVA_LONG, 0, CONTROL_HEADER + 4L * fds.size());
      message.control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
      message.control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
      for (int i = 0; i < fds.size(); i++) {
        message.control.set(ValueLayout.JAVA_INT, CONTROL_HEADER + 4L * i, call.fd(fds.get(i)));
      }
    }
    return call.attempt(Syscall.SENDMSG, socket, message.header.address(), flags | MSG_NOSIGNAL);
  }

  /// Receives into `target`.
  ///
  /// @param fds receives the descriptors, `maximum` at most
  /// @return the number of bytes, 0 at the end, or the negative errno
  /// @throws ErrnoException `EMSGSIZE` when the message was longer, or had more descriptors; it is
  ///     lost then
  static long receive(
      NativeCall call, int socket, ByteBuffer target, List<Fd> fds, int maximum, int flags)
      throws ErrnoException {
    var message =
        new SocketMessage(call, target.remaining(), maximum == 0 ? 0 : controlSize(maximum));
    long count =
        call.attempt(Syscall.RECVMSG, socket, message.header.address(), flags | MSG_CMSG_CLOEXEC);
    if (count < 0) {
      return count;
    }
    var received = maximum == 0 ? List.<Fd>of() : message.fds();
    int state = message.header.get(ValueLayout.JAVA_INT, 48);
    // Descriptors nobody asked for were not installed, which sets MSG_CTRUNC too.
    if ((state & MSG_TRUNC) != 0 || (maximum > 0 && (state & MSG_CTRUNC) != 0)) {
      received.forEach(Fd::close);
      throw new ErrnoException("recvmsg", Errno.EMSGSIZE);
    }
    fds.addAll(received);
    target.put(message.bytes.asSlice(0, count).asByteBuffer());
    return count;
  }

  private List<Fd> fds() {
    var fds = new ArrayList<Fd>();
    long length = header.get(ValueLayout.JAVA_LONG, 40);
    long at = 0;
    while (at + CONTROL_HEADER <= length) {
      long size = control.get(ValueLayout.JAVA_LONG, at);
      if (control.get(ValueLayout.JAVA_INT, at + 8) == SOL_SOCKET
          && control.get(ValueLayout.JAVA_INT, at + 12) == SCM_RIGHTS) {
        for (long i = at + CONTROL_HEADER; i + 4 <= at + size; i += 4) {
          fds.add(Fd.adopt(control.get(ValueLayout.JAVA_INT, i)));
        }
      }
      at += aligned(size);
    }
    return fds;
  }

  private static int controlSize(int fds) {
    return (int) aligned(CONTROL_HEADER + 4L * fds);
  }

  private static long aligned(long size) {
    return (size + 7) & ~7L;
  }
}
