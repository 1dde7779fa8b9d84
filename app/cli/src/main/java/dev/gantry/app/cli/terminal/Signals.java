package dev.gantry.app.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Listeners for signals sent to this process.
///
/// The JVM keeps SIGQUIT, SIGUSR2 and the fault signals for itself; those cannot be listened
/// to. `sun.misc.Signal` is the JDK's only door to signals, and javac warns of it in a way that
/// cannot be silenced, hence reflection.
public final class Signals {
  private static final Map<String, CopyOnWriteArrayList<Runnable>> LISTENERS =
      new ConcurrentHashMap<>();

  private Signals() {}

  /// Runs something at each arrival of a signal (`INT`, `WINCH`); several listeners may share
  /// one. Returns what removes the listener again, though the signal stays caught.
  public static Runnable on(String name, Runnable listener) {
    CopyOnWriteArrayList<Runnable> listeners = LISTENERS.computeIfAbsent(name, Signals::install);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private static CopyOnWriteArrayList<Runnable> install(String name) {
    CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                // The JDK calls nothing else on a handler.
                if (method.getName().equals("handle")) {
                  listeners.forEach(Runnable::run);
                }
                return null;
              });
      Object named = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
    } catch (InvocationTargetException _) {
      // Unknown here, or the JVM's own.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
    return listeners;
  }
}
