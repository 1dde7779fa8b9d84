package dev.gantry.app.cli.terminal;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes the signals this process gets on to a container.
public final class SignalProxy implements AutoCloseable {
  private static final List<String> FORWARDED =
      List.of(
          "HUP", "INT", "TERM", "USR1", "ALRM", "CONT", "TSTP", "TTIN", "TTOU", "WINCH", "IO",
          "PWR", "SYS", "VTALRM", "PROF", "XCPU", "XFSZ", "STKFLT");
  private static final int PATIENCE = 3;

  private final AtomicInteger interrupts = new AtomicInteger();
  private final List<Runnable> removals = new ArrayList<>();

  private SignalProxy() {}

  /// For when signals are meant for us.
  public static SignalProxy none() {
    return new SignalProxy();
  }

  public static SignalProxy open(EngineClient engine, String container) {
    SignalProxy proxy = new SignalProxy();
    for (String name : FORWARDED) {
      proxy.removals.add(Signals.on(name, () -> proxy.forward(engine, container, name)));
    }
    return proxy;
  }

  private void forward(EngineClient engine, String container, String name) {
    boolean ends = name.equals("INT") || name.equals("TERM");
    if (ends && interrupts.incrementAndGet() == PATIENCE) {
      System.err.println("got 3 SIGTERM/SIGINTs, forcefully exiting");
      Runtime.getRuntime().exit(1);
    }
    try {
      engine.post(ApiPath.of("/containers/").id(container, "/kill").query("signal", name)).close();
    } catch (IOException | EngineException | ExitException _) {
      // The container may have ended just now; its end is reported elsewhere.
    }
  }

  @Override
  public void close() {
    removals.forEach(Runnable::run);
  }
}
