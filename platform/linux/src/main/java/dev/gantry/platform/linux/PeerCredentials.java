package dev.gantry.platform.linux;

/// Who connected a unix socket, as the kernel saw it then. See `SO_PEERCRED` in
/// [unix(7)](https://man7.org/linux/man-pages/man7/unix.7.html).
public record PeerCredentials(int pid, long uid, long gid) {}
