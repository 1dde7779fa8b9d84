package dev.gantry.platform.linux;

import java.io.IOException;

/// A system call that the kernel refused. It is an [IOException], so streams and native calls fail
/// alike, and like every `IOException` it stays inside the module that makes the call.
///
/// The message reads `openat2 etc/passwd: ENOENT (no such file or directory)`.
public final class ErrnoException extends IOException {
  private final String call;
  private final int number;

  public ErrnoException(String call, Errno errno) {
    this(call, errno.number());
  }

  public ErrnoException(String call, int number) {
    this(call, "", number);
  }

  /// @param subject what the call was about, such as a path; may be empty
  ErrnoException(String call, String subject, int number) {
    super(call + (subject.isEmpty() ? "" : " " + subject) + ": " + describe(number));
    this.call = call;
    this.number = number;
  }

  /// The name of the call as its manual page spells it, such as `mount`.
  public String call() {
    return call;
  }

  /// The error number as the kernel gave it.
  public int number() {
    return number;
  }

  public boolean is(Errno errno) {
    return number == errno.number();
  }

  private static String describe(int number) {
    return Errno.find(number)
        .map(errno -> errno.name() + " (" + errno.description() + ")")
        .orElse("error " + number);
  }
}
