package dev.gantry.engine.dockerapi;

import dev.gantry.engine.runtime.OutputChannel;
import dev.gantry.engine.runtime.OutputChunk;
import dev.gantry.engine.runtime.ProcessStreams;
import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Carries bytes between a client's raw connection and a process until the process has ended or
/// the client leaves. A client that only stops sending stays.
final class StreamBridge {
  private static final int BUFFER = 32 << 10;

  private final RawStream client;
  private final ProcessStreams process;
  private final OutputFrames frames;
  private final Channels channels;
  private final Optional<DetachKeys> detachKeys;
  private volatile boolean detached;

  /// Which directions the client asked for.
  record Channels(boolean stdin, boolean stdout, boolean stderr) {}

  /// @param detachKeys absent where no terminal is at the other end
  StreamBridge(
      RawStream client,
      ProcessStreams process,
      OutputFrames frames,
      Channels channels,
      Optional<DetachKeys> detachKeys) {
    this.client = client;
    this.process = process;
    this.frames = frames;
    this.channels = channels;
    this.detachKeys = detachKeys;
  }

  /// Returns when all output has been passed on, or the client detached.
  ///
  /// @return whether the client left by its detach keys
  boolean run() throws IOException, InterruptedException {
    try (var input = OwnedThread.virtual("client input", this::carryInput)) {
      carryOutput();
      if (!detached) {
        client.shutdownOutput();
      }
      input.interrupt();
    }
    return detached;
  }

  private void carryOutput() throws IOException, InterruptedException {
    while (true) {
      Optional<OutputChunk> chunk = process.read();
      if (chunk.isEmpty()) {
        frames.flush();
        return;
      }
      boolean wanted =
          chunk.get().channel() == OutputChannel.STDERR ? channels.stderr() : channels.stdout();
      if (wanted) {
        frames.write(chunk.get().channel(), chunk.get().bytes());
        frames.flush();
      }
    }
  }

  private void carryInput() throws InterruptedException {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream input = client.input();
      while (true) {
        int count = input.read(buffer);
        if (count < 0) {
          endInput();
          return;
        }
        // What a client sends that did not ask for stdin is read and dropped, so it never blocks.
        if (channels.stdin() && !pass(buffer, count)) {
          return;
        }
      }
    } catch (IOException gone) {
      // The client left. The process goes on; its output ends up in the log only.
      process.close();
    }
  }

  private boolean pass(byte[] buffer, int count) throws InterruptedException {
    if (detachKeys.isEmpty()) {
      process.write(buffer, 0, count);
      return true;
    }
    byte[] keys = detachKeys.get().feed(buffer, count);
    process.write(keys, 0, keys.length);
    if (detachKeys.get().found()) {
      detached = true;
      process.close();
      return false;
    }
    return true;
  }

  private void endInput() throws InterruptedException {
    if (channels.stdin()) {
      if (detachKeys.isPresent()) {
        byte[] rest = detachKeys.get().rest();
        process.write(rest, 0, rest.length);
        // A client that leaves a terminal closes its side too, and another one may come.
        return;
      }
      process.closeInput();
    }
  }
}
