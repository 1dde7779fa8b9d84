package dev.gantry.kube.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// A node without pods that does what a test tells it and records what it was asked for.
///
/// Unless told otherwise an exec writes back what it reads, as `cat` does, an attach waits to be
/// interrupted, a log is a line, and ports are those of this machine.
public final class FakeNodeAgent implements NodeAgent {
  /// What a process does.
  @FunctionalInterface
  public interface Program {
    int run(List<String> command, ProcessStreams streams) throws IOException, InterruptedException;
  }

  /// What a log says.
  @FunctionalInterface
  public interface Log {
    void write(LogQuery query, OutputStream out) throws IOException, InterruptedException;
  }

  /// What was asked for: `exec ns/pod/container [a, b]`.
  public final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  /// Falls when something was interrupted.
  public final CountDownLatch interrupted = new CountDownLatch(1);

  private volatile Program exec = FakeNodeAgent::cat;
  private volatile Program attach =
      (_, _) -> {
        Thread.sleep(60_000);
        return 0;
      };
  private volatile Log log = (_, out) -> out.write("a line\n".getBytes(StandardCharsets.UTF_8));

  public FakeNodeAgent onExec(Program program) {
    exec = program;
    return this;
  }

  public FakeNodeAgent onAttach(Program program) {
    attach = program;
    return this;
  }

  public FakeNodeAgent onLogs(Log written) {
    log = written;
    return this;
  }

  private static int cat(List<String> command, ProcessStreams streams) throws IOException {
    if (streams.stdin().isPresent() && streams.stdout().isPresent()) {
      streams.stdin().get().transferTo(streams.stdout().get());
    }
    return 0;
  }

  @Override
  public void logs(ContainerKey container, LogQuery query, OutputStream out)
      throws IOException, InterruptedException {
    calls.add("logs " + name(container));
    try {
      log.write(query, out);
    } catch (IOException | InterruptedException e) {
      note(e);
      throw e;
    }
  }

  @Override
  public int exec(ContainerKey container, List<String> command, ProcessStreams streams)
      throws IOException, InterruptedException {
    calls.add("exec " + name(container) + " " + command);
    return run(exec, command, streams);
  }

  @Override
  public void attach(ContainerKey container, ProcessStreams streams)
      throws IOException, InterruptedException {
    calls.add("attach " + name(container));
    run(attach, List.of(), streams);
  }

  private int run(Program program, List<String> command, ProcessStreams streams)
      throws IOException, InterruptedException {
    try {
      return program.run(command, streams);
    } catch (IOException | InterruptedException e) {
      note(e);
      throw e;
    }
  }

  private void note(Exception failure) {
    if (failure instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
      interrupted.countDown();
    }
  }

  private static String name(ContainerKey key) {
    return key.namespace() + "/" + key.pod() + "/" + key.container();
  }

  @Override
  public PortConnection connect(String namespace, String pod, String podUid, int port)
      throws IOException {
    calls.add("connect " + namespace + "/" + pod + " " + port);
    return new SocketConnection(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private record SocketConnection(Socket socket) implements PortConnection {
    @Override
    public InputStream input() {
      return stream(socket::getInputStream);
    }

    @Override
    public OutputStream output() {
      return stream(socket::getOutputStream);
    }

    private static <T> T stream(Opening<T> opening) {
      try {
        return opening.open();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @FunctionalInterface
  private interface Opening<T> {
    T open() throws IOException;
  }
}
