package dev.gantry.platform.linux;

import java.util.Locale;

/// The system calls this module makes, with their numbers on the two machines it knows.
///
/// Everything goes through the kernel's own call numbers instead of libc functions: one method
/// handle serves all calls, so the first call of a process is not paid for by linking dozens of
/// functions, and no call depends on the version of libc.
enum Syscall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  IOCTL(16, 29),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  CONNECT(42, 203),
  SENDMSG(46, 211),
  RECVMSG(47, 212),
  SHUTDOWN(48, 210),
  BIND(49, 200),
  LISTEN(50, 201),
  SOCKET(41, 198),
  SOCKETPAIR(53, 199),
  SETSOCKOPT(54, 208),
  GETSOCKOPT(55, 209),
  KILL(62, 129),
  UNAME(63, 160),
  FCNTL(72, 25),
  FSYNC(74, 82),
  FDATASYNC(75, 83),
  FTRUNCATE(77, 46),
  CHDIR(80, 49),
  FCHMOD(91, 52),
  UMASK(95, 166),
  SYSINFO(99, 179),
  GETUID(102, 174),
  GETEUID(107, 175),
  GETEGID(108, 177),
  FSTATFS(138, 44),
  PRCTL(157, 167),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  SETXATTR(188, 5),
  GETXATTR(191, 8),
  LISTXATTR(194, 11),
  REMOVEXATTR(197, 14),
  GETDENTS64(217, 61),
  EPOLL_CTL(233, 21),
  WAITID(247, 95),
  INOTIFY_ADD_WATCH(254, 27),
  INOTIFY_RM_WATCH(255, 28),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  PPOLL(271, 73),
  UNSHARE(272, 97),
  UTIMENSAT(280, 88),
  EPOLL_PWAIT(281, 22),
  FALLOCATE(285, 47),
  ACCEPT4(288, 242),
  EVENTFD2(290, 19),
  PIPE2(293, 59),
  EPOLL_CREATE1(291, 20),
  INOTIFY_INIT1(294, 26),
  PRLIMIT64(302, 261),
  SYNCFS(306, 267),
  SETNS(308, 268),
  RENAMEAT2(316, 276),
  COPY_FILE_RANGE(326, 285),
  STATX(332, 291),
  PIDFD_SEND_SIGNAL(424, 424),
  PIDFD_OPEN(434, 434),
  OPENAT2(437, 437);

  private final int x86;
  private final int arm;

  Syscall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /// The number of this call on this machine.
  int number() {
    return number(Machine.IS_X86);
  }

  int number(boolean onX86) {
    return onX86 ? x86 : arm;
  }

  /// The name as the manual spells it.
  String manualName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
