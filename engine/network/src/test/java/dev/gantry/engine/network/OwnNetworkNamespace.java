package dev.gantry.engine.network;

import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkRequest;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Moves the tests of this module into a network namespace of their own before the first of
/// them runs: the machine's network stays as it is, and what is on the machine doesn't matter.
///
/// Changes the thread that runs the tests; all threads started from it later, the carriers of
/// virtual threads among them, follow. Only this module's build asks for that, by a system
/// property, since the classes here are also on the class path of modules that use our fakes.
/// Without root nothing happens, and the tests that need it are skipped.
public final class OwnNetworkNamespace implements LauncherSessionListener {
  private static final String PROPERTY = "gantry.test.own-network-namespace";
  private static final int CLONE_NEWNET = 0x40000000;

  private static volatile boolean entered;

  /// Whether tests may change the network around them.
  static boolean entered() {
    return entered;
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (!Boolean.getBoolean(PROPERTY) || unshare(CLONE_NEWNET) != 0) {
      return;
    }
    entered = true;
    try (var netlink = Netlink.open()) {
      netlink.execute(NetlinkRequest.up("lo"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int unshare(int flags) {
    var linker = Linker.nativeLinker();
    var function =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unshare"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) function.invokeExact(flags);
    } catch (Throwable e) {
      throw new AssertionError("a native call does not throw", e);
    }
  }
}
